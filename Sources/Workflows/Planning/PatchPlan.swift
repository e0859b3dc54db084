import Foundation
import Volumes

/// The size of a network's patches and the stages that follow from it.
///
/// Source: nnU-Net v2's experiment planner.
struct PatchPlan: Hashable, Sendable {
  /// A multiple of the stages' divisor.
  let patch: Extent
  let stages: NetworkStages

  /// Rounds a size up to the strides of its stages; while that has too many voxels, the axis that is longest beside the median size
  /// is shortened by its stride.
  ///
  /// - Parameters:
  ///   - start: The size to begin with.
  ///   - median: The median size of the volumes, at the same spacing.
  ///   - most: Voxels that a patch may have.
  init(
    _ start: Extent, median: Extent, spacing: Spacing, isFlat: Bool, most: Int, mostStages: Int
  ) {
    var patch = start
    while true {
      let stages = NetworkStages(patch: patch, spacing: spacing, isFlat: isFlat, most: mostStages)
      let divisor = stages.divisor
      for axis in 0..<3 {
        patch[axis] = (patch[axis] + divisor[axis] - 1) / divisor[axis] * divisor[axis]
      }
      let longest = (0..<3).filter {
        patch[$0] > max(PlanningConstants.Patch.shortestAxis, divisor[$0])
      }.max {
        patch[$0] * median[$1] < patch[$1] * median[$0]
      }
      guard patch.count > most, let longest else {
        (self.patch, self.stages) = (patch, stages)
        return
      }
      patch[longest] -= divisor[longest]
    }
  }

  /// The largest patch: a cube in mm, or a square, within the median size.
  static func largest(median: Extent, spacing: Spacing, isFlat: Bool) -> Extent {
    typealias Constants = PlanningConstants.Patch
    let axes = isFlat ? [1, 2] : [0, 1, 2]
    let voxels = isFlat ? Constants.largestSquareVoxels : Constants.largestCubeVoxels
    let edge = pow(
      voxels * axes.reduce(1) { $0 * spacing[$1] }, 1 / Double(axes.count))
    var extent = Extent(1, median.height, median.width)
    for axis in axes {
      extent[axis] = min(median[axis], max(Constants.shortestAxis, Int(edge / spacing[axis])))
    }
    return extent
  }
}
