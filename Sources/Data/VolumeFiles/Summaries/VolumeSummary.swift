public import Foundation
import Volumes

/// What there is to know about an image file: its header in plain terms and its values.
public struct VolumeSummary: Sendable, Codable, Hashable {
  /// One value of a label map.
  public struct Label: Sendable, Codable, Hashable {
    public var value: Int
    public var voxels: Int
    public var millilitres: Double
  }

  public var file: String
  /// The format's name, with its version where there are several.
  public var format: String
  /// The sizes of the axes as stored, x first.
  public var shape: [Int]
  public var channels: Int
  /// In mm, (z, y, x).
  public var spacing: [Double]
  /// Which way i, j and k grow: "RAS" and the like.
  public var orientation: String
  /// Four rows of four: voxel (i, j, k) to RAS+ mm.
  public var affine: [[Double]]
  /// Which of the header's descriptions the affine comes from.
  public var affineSource: String
  /// The largest angle between a voxel axis and the world axis nearest to it.
  public var obliqueDegrees: Double
  /// The largest deviation of two voxel axes from a right angle.
  public var shearDegrees: Double
  public var dataType: String
  /// "little" or "big".
  public var byteOrder: String
  /// `nil` where stored values are real ones.
  public var scaleSlope: Double?
  public var scaleIntercept: Double?
  /// Of the finite voxels, scaling applied; `nil` where there are none.
  public var minimum: Double?
  public var maximum: Double?
  public var mean: Double?
  public var nonFinite: Int
  /// The values that occur, where they are few whole numbers from 0 up, as in a label map; else `nil`.
  public var labels: [Label]?
  public var notes: [String]

  /// Reads a file's header and voxels.
  /// - Throws: as ``VolumeFile/readHeader(_:)``.
  public init(of url: URL) throws(VolumeFileError) {
    let (image, header, nonFinite) = try VolumeFile.readStoredImage(url)
    let geometry = header.geometry
    file = url.relativePath
    format = header.format
    shape = header.shape
    channels = header.channels
    spacing = geometry.spacing.axes
    orientation = geometry.orientation.code
    let rows = geometry.affine.rows
    affine = [Array(rows[0..<4]), Array(rows[4..<8]), Array(rows[8..<12]), [0, 0, 0, 1]]
    affineSource = header.affineSource
    obliqueDegrees = geometry.obliqueAngleInDegrees
    shearDegrees = geometry.affine.shearInDegrees
    dataType = header.voxelType.rawValue
    byteOrder = header.isBigEndian ? "big" : "little"
    scaleSlope = header.scaling?.slope
    scaleIntercept = header.scaling?.intercept
    self.nonFinite = nonFinite
    notes = header.notes
    let values = ValueStatistics(image.voxels)
    minimum = values.minimum
    maximum = values.maximum
    mean = values.mean
    let voxelVolume = geometry.spacing.voxelVolumeInMillilitres
    labels =
      header.channels == 1 && nonFinite == 0
      ? values.fewWholeValues?.map {
        Label(value: $0.value, voxels: $0.voxels, millilitres: Double($0.voxels) * voxelVolume)
      } : nil
  }
}

/// Range, mean and occurrence of values.
private struct ValueStatistics {
  var minimum: Double?
  var maximum: Double?
  var mean: Double?
  /// The values and how often they occur where all are whole numbers from 0 to 65535 and no more than 256 different ones.
  var fewWholeValues: [(value: Int, voxels: Int)]?

  init(_ values: [Float]) {
    var smallest = Float.infinity
    var largest = -Float.infinity
    var sum = 0.0
    var finite = 0
    for value in values where value.isFinite {
      smallest = min(smallest, value)
      largest = max(largest, value)
      sum += Double(value)
      finite += 1
    }
    guard finite > 0 else { return }
    minimum = Double(smallest)
    maximum = Double(largest)
    mean = sum / Double(finite)
    guard smallest >= 0, largest <= 65535 else { return }
    var counts = [Int](repeating: 0, count: 65536)
    for value in values where value.isFinite {
      let label = Int(value + 0.5)
      guard abs(Float(label) - value) <= 1e-3 else { return }
      counts[label] += 1
    }
    let present = counts.indices.filter { counts[$0] > 0 }
    guard present.count <= 256 else { return }
    fewWholeValues = present.map { ($0, counts[$0]) }
  }
}

extension Geometry {
  /// The largest angle in degrees between a voxel axis and the world axis nearest to it; 0 for a grid along the body's axes.
  var obliqueAngleInDegrees: Double {
    let orientation = self.orientation
    var largest = 0.0
    for axis in 0..<3 {
      let column = affine.column(axis)
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let cosine = min(1, abs(column[orientation.worldAxis[axis]]) / length)
      // By the sine where the angle is small: the cosine's rounding would show as an angle.
      let sine =
        (0..<3).filter { $0 != orientation.worldAxis[axis] }
        .reduce(0) { $0 + column[$1] * column[$1] }.squareRoot() / length
      largest = max(largest, atan2(sine, cosine) * 180 / .pi)
    }
    return largest
  }
}
