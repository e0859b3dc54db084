import Evaluation
import Foundation
import Volumes

extension CasePainter {
  /// The box of all labels of a case along the world axes right, anterior and superior, in voxels
  /// counted from the patient's left, back and feet; `nil` where there is no label.
  func labelBox(of evaluated: EvaluatedCase) -> [ClosedRange<Int>]? {
    let extent = evaluated.prediction.extent
    let boxes = [evaluated.prediction, evaluated.reference].compactMap { $0?.boxOfLabels }
    guard let first = boxes.first else { return nil }
    let box = boxes.dropFirst().reduce(first) { $0.union($1) }
    let orientation = evaluated.prediction.geometry.orientation
    return (0..<3).map { world in
      let voxelAxis = orientation.worldAxis.firstIndex(of: world) ?? 0
      let axis = 2 - voxelAxis
      return orientation.isFlipped[voxelAxis]
        ? extent[axis] - 1 - box.last[axis]...extent[axis] - 1 - box.origin[axis]
        : box.origin[axis]...box.last[axis]
    }
  }

  /// Whether the labels are small in the scan: less than half of its length along each axis in the
  /// axial plane.
  func isWorthCropping(_ box: [ClosedRange<Int>], _ geometry: Geometry) -> Bool {
    let grid = SliceGrid(geometry, plane: .axial)
    return box[0].count * 2 < grid.columns && box[1].count * 2 < grid.rows
  }

  /// The voxels of one side of a picture, in its direction: the labels with at least 20 mm or a
  /// third of their size around them, or everything.
  static func span(
    _ frame: [ClosedRange<Int>]?, _ direction: (axis: Int, isReversed: Bool), size: Int,
    spacing: Double
  ) -> [Int] {
    var range = 0..<size
    if let labels = frame?[direction.axis] {
      let margin = max(labels.count / 3, Int((20 / max(spacing, 0.001)).rounded(.up)))
      let box = max(0, labels.lowerBound - margin)..<min(size, labels.upperBound + 1 + margin)
      range = direction.isReversed ? size - box.upperBound..<size - box.lowerBound : box
    }
    return Array(range)
  }

  /// The largest angle in degrees between a voxel axis and the patient's axis that it is nearest to.
  static func tilt(of geometry: Geometry) -> Double {
    (0..<3).map { axis in
      let column = geometry.affine.column(axis)
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let world = geometry.orientation.worldAxis[axis]
      return length > 0 ? acos(min(1, abs(column[world]) / length)) * 180 / .pi : 0
    }.max() ?? 0
  }
}
