import Networks
import Volumes

/// The kernels and strides (z, y, x) of a network's stages, full resolution first.
struct NetworkStages: Hashable, Sendable {
  var kernels: [[Int]]
  var strides: [[Int]]

  /// By what every axis of a patch must be divisible.
  var divisor: [Int] { NetworkConfiguration.divisor(of: strides, dimensions: 3) }

  /// The stages for a patch: axes are halved while they are long enough and not much coarser than the others.
  ///
  /// - Parameters:
  ///   - isFlat: Whether the network sees slices.
  ///   - most: The largest number of stages.
  init(patch: Extent, spacing: Spacing, isFlat: Bool, most: Int) {
    typealias Constants = PlanningConstants.Network
    var size = patch.axes
    var current = spacing.axes
    let axes = isFlat ? [1, 2] : [0, 1, 2]
    func kernel() -> [Int] {
      let finest = axes.map { current[$0] }.min() ?? 1
      return (0..<3).map {
        axes.contains($0) && current[$0] < Constants.coarseSpacingRatio * finest ? 3 : 1
      }
    }
    strides = [[1, 1, 1]]
    kernels = []
    kernels.append(kernel())
    while strides.count < most {
      let long = axes.filter { size[$0] >= Constants.shortestHalvedAxis }
      let finest = long.map { current[$0] }.min() ?? 1
      let halved = long.filter { current[$0] < Constants.coarseSpacingRatio * finest }
      guard
        halved.count > 1
          || (halved.count == 1 && size[halved[0]] >= Constants.shortestAxisHalvedAlone)
      else { break }
      for axis in halved {
        size[axis] = (size[axis] + 1) / 2
        current[axis] *= 2
      }
      strides.append((0..<3).map { halved.contains($0) ? 2 : 1 })
      kernels.append(kernel())
    }
    if strides.count == 1 {
      strides.append([1, 1, 1])
      kernels.append(kernel())
    }
  }
}
