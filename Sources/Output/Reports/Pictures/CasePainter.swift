public import Evaluation
import Foundation
import Volumes

/// Makes the pictures of a case.
public struct CasePainter {
  /// The largest side of a picture in pixels; finer scans are averaged down.
  public var largestSide: Int
  /// The most slices of the slider.
  public var slices: Int
  /// `nil` to choose by the scan.
  public var window: IntensityWindow?

  public init(largestSide: Int = 320, slices: Int = 32, window: IntensityWindow? = nil) {
    self.largestSide = largestSide
    self.slices = slices
    self.window = window
  }

  /// A slice through a voxel.
  /// - Parameters:
  ///   - slice: From 0, counted from the patient's left, back or feet.
  ///   - isWhole: True to show the whole slice, false to cut it to the labels' surroundings.
  public func picture(
    of evaluated: EvaluatedCase, plane: SlicePlane, slice: Int, isWhole: Bool = true
  ) throws -> SlicePicture {
    let window = evaluated.image.map {
      self.window ?? .automatic(for: $0, named: evaluated.channel)
    }
    return try picture(
      of: evaluated, plane: plane, slice: slice, frame: isWhole ? nil : labelBox(of: evaluated),
      window: window)
  }

  func pictures(of evaluated: EvaluatedCase) throws -> CasePictures {
    let geometry = evaluated.prediction.geometry
    let extent = geometry.extent
    let focus =
      evaluated.score.focus ?? VoxelIndex(extent.depth / 2, extent.height / 2, extent.width / 2)
    let window = evaluated.image.map {
      self.window ?? .automatic(for: $0, named: evaluated.channel)
    }
    let box = labelBox(of: evaluated)
    var frame = box
    if let box, !isWorthCropping(box, geometry) { frame = nil }
    func make(_ plane: SlicePlane, _ slice: Int) throws -> SlicePicture {
      try picture(of: evaluated, plane: plane, slice: slice, frame: frame, window: window)
    }
    let views = try SlicePlane.allCases.map { plane in
      let grid = SliceGrid(geometry, plane: plane)
      return try make(plane, grid.position(ofVoxel: focus, extent: extent).slice)
    }
    var notes: [String] = []
    if frame != nil { notes.append("The pictures are cut to the surroundings of the labels.") }
    let tilt = Self.tilt(of: geometry)
    if tilt > 3 {
      notes.append(
        "The scan is tilted by \(Int(tilt.rounded())) degrees; the pictures follow its own planes.")
    }
    return CasePictures(
      views: views,
      slices: try sliderSlices(geometry, box: box).map { try make($0.plane, $0.slice) },
      window: window?.name, notes: notes)
  }

  /// The slices of the plane that was scanned (the coarsest spacing across), from below the labels
  /// to above them.
  private func sliderSlices(
    _ geometry: Geometry, box: [ClosedRange<Int>]?
  ) -> [(plane: SlicePlane, slice: Int)] {
    var plane = SlicePlane.axial
    for other in [SlicePlane.coronal, .sagittal]
    where SliceGrid(geometry, plane: other).sliceSpacing
      > 1.5 * SliceGrid(geometry, plane: plane).sliceSpacing
    {
      plane = other
    }
    let grid = SliceGrid(geometry, plane: plane)
    var range = 0...max(0, grid.slices - 1)
    if let labels = box?[plane.normal] {
      range = max(0, labels.lowerBound - 1)...min(range.upperBound, labels.upperBound + 1)
    }
    let count = min(range.count, max(1, slices))
    return (0..<count).map { index in
      (plane, range.lowerBound + (count == 1 ? 0 : index * (range.count - 1) / (count - 1)))
    }
  }

  private func picture(
    of evaluated: EvaluatedCase, plane: SlicePlane, slice: Int, frame: [ClosedRange<Int>]?,
    window: IntensityWindow?
  ) throws -> SlicePicture {
    let geometry = evaluated.prediction.geometry
    let grid = SliceGrid(geometry, plane: plane)
    let slice = min(max(0, slice), max(0, grid.slices - 1))
    let columns = Self.span(frame, plane.across, size: grid.columns, spacing: grid.columnSpacing)
    let rows = Self.span(frame, plane.down, size: grid.rows, spacing: grid.rowSpacing)
    let (width, height) = (columns.count, rows.count)

    func labels(_ map: LabelMap) -> [UInt16] {
      var values = [UInt16](repeating: 0, count: width * height)
      for (y, row) in rows.enumerated() {
        for (x, column) in columns.enumerated() {
          values[y * width + x] = map.voxels[grid.offset(column: column, row: row, slice: slice)]
        }
      }
      return values
    }
    let predicted = labels(evaluated.prediction)
    let referenced = evaluated.reference.map(labels)
    var grey = [Float](repeating: 0, count: width * height)
    if let image = evaluated.image, let window {
      for (y, row) in rows.enumerated() {
        for (x, column) in columns.enumerated() {
          let value = image.voxels[grid.offset(column: column, row: row, slice: slice)]
          grey[y * width + x] = Float(window.grey(value))
        }
      }
    } else {
      for index in grey.indices {
        let label = Int(
          referenced.map { $0[index] == 0 ? predicted[index] : $0[index] }
            ?? predicted[index])
        grey[index] = label == 0 ? 36 : Float(84 + (label * 2) % 5 * 22)
      }
    }
    return SlicePicture(
      plane: plane, number: slice + 1, count: grid.slices,
      widthInMillimetres: Double(width) * grid.columnSpacing,
      heightInMillimetres: Double(height) * grid.rowSpacing, columns: width, rows: height,
      png: try reduced(grey, width: width, height: height).png(),
      reference: referenced.map {
        Contour(labels: $0, width: width, height: height).pathData
      } ?? "",
      prediction: Contour(labels: predicted, width: width, height: height).pathData)
  }

  /// Averages blocks of pixels until the picture is small enough, in 64 shades that compress well.
  private func reduced(_ grey: [Float], width: Int, height: Int) -> GreyImage {
    let factor = max(1, (max(width, height) + largestSide - 1) / max(1, largestSide))
    let (smallWidth, smallHeight) = (
      (width + factor - 1) / factor, (height + factor - 1) / factor
    )
    var pixels = [UInt8](repeating: 0, count: smallWidth * smallHeight)
    for y in 0..<smallHeight {
      for x in 0..<smallWidth {
        var sum: Float = 0
        var count: Float = 0
        for row in y * factor..<min(height, (y + 1) * factor) {
          for column in x * factor..<min(width, (x + 1) * factor) {
            sum += grey[row * width + column]
            count += 1
          }
        }
        pixels[y * smallWidth + x] = UInt8(min(255, max(0, sum / max(1, count)))) & 0xFC
      }
    }
    return GreyImage(width: smallWidth, height: smallHeight, pixels: pixels)
  }
}
