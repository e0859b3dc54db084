import Evaluation
import Foundation
import Volumes

extension CasePainter {
  /// The box of all labels of a case along the world axes right, anterior and superior, in voxels
  /// counted from the patient's left, back and feet; `nil` where there is no label.
  func labelBox(of evaluated: EvaluatedCase) -> [ClosedRange<Int>]? {
    let extent = evaluated.prediction.extent
    var first = extent.axes
    var last = [-1, -1, -1]
    for map in [evaluated.prediction, evaluated.reference].compactMap({ $0 }) {
      map.voxels.withUnsafeBufferPointer { voxels in
        for z in 0..<extent.depth {
          for y in 0..<extent.height {
            let row = extent.offset(z, y, 0)
            var x = 0
            while x < extent.width && voxels[row + x] == 0 { x += 1 }
            guard x < extent.width else { continue }
            var end = extent.width - 1
            while voxels[row + end] == 0 { end -= 1 }
            first = [min(first[0], z), min(first[1], y), min(first[2], x)]
            last = [max(last[0], z), max(last[1], y), max(last[2], end)]
          }
        }
      }
    }
    guard last[0] >= 0 else { return nil }
    let orientation = evaluated.prediction.geometry.orientation
    return (0..<3).map { world in
      let voxelAxis = orientation.worldAxis.firstIndex(of: world) ?? 0
      let axis = 2 - voxelAxis
      return orientation.isFlipped[voxelAxis]
        ? extent[axis] - 1 - last[axis]...extent[axis] - 1 - first[axis]
        : first[axis]...last[axis]
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
