import CInference
public import Volumes

/// Adds up the logits of overlapping patches, weighted by their place in the patch, to logits of the whole volume.
public struct PatchAggregator {
  public let grid: PatchGrid
  public let classes: Int
  public let threads: Int
  private let weights: [Float]
  private var sums: [Float]
  private var weightSums: [Float]

  /// - Parameter threads: How many of the engine's threads to use.
  public init(grid: PatchGrid, classes: Int, threads: Int) {
    self.grid = grid
    self.classes = classes
    self.threads = threads
    weights = WindowWeight.gaussian(grid.patch)
    sums = [Float](repeating: 0, count: classes * grid.extent.count)
    weightSums = [Float](repeating: 0, count: grid.extent.count)
  }

  /// Adds one prediction of a patch.
  /// - Parameters:
  ///   - logits: classes x patch, C order.
  ///   - mirroring: The axes along which the patch was reversed, and its logits are.
  /// - Precondition: `logits` has as many elements as classes times voxels of the patch.
  public mutating func add(
    _ logits: UnsafeBufferPointer<Float>, at start: VoxelIndex, mirroring: Mirroring = .none
  ) {
    precondition(logits.count == classes * grid.patch.count)
    var window = seg_window(grid: grid, start: start, channels: classes, mirroring: mirroring)
    sums.withUnsafeMutableBufferPointer { sums in
      weightSums.withUnsafeMutableBufferPointer { weightSums in
        seg_window_accumulate(
          &window, logits.baseAddress, weights, sums.baseAddress, weightSums.baseAddress,
          Int32(threads))
      }
    }
  }

  /// The weighted mean of all that was added; every patch must have been.
  ///
  /// The aggregator is used up by it.
  ///
  /// Shape: classes x (z, y, x) of the volume.
  public consuming func average() -> [Float] {
    sums.withUnsafeMutableBufferPointer {
      seg_window_average(
        $0.baseAddress, weightSums, Int64(classes), Int64(grid.extent.count), Int32(threads))
    }
    return sums
  }
}
