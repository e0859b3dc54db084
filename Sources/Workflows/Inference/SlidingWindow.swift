import CInference
public import Volumes

/// Runs networks over a whole volume, patch by patch.
public struct SlidingWindow {
  /// The axes along which patches are also predicted reversed: 0 is depth, 1 height, 2 width.
  ///
  /// Empty for none.
  public var mirroringAxes: [Int]
  /// How many of the engine's threads to use for cutting and adding up patches.
  public var threads: Int

  public init(mirroringAxes: [Int] = [], threads: Int) {
    self.mirroringAxes = mirroringAxes
    self.threads = threads
  }

  /// The mean of the networks' logits for every voxel of a preprocessed image.
  ///
  /// Source: nnU-Net v2, `predict_sliding_window_return_logits`, which averages logits over patches, mirrorings and folds.
  /// - Parameters:
  ///   - networks: One or more with as many input channels as the image and the same number of classes.
  ///   - progress: Told after every batch how much is done, 0 to 1; what it throws ends the work.
  /// - Returns: The logits on the grid of the image, one channel per class.
  /// - Throws: What a network or `progress` throws.
  /// - Precondition: The networks fit the image and each other.
  public func logits(
    of image: Volume, networks: [any PatchNetwork], progress: (Double) throws -> Void = { _ in }
  ) throws -> Volume {
    guard let classes = networks.first?.classes else { preconditionFailure("no network") }
    precondition(
      networks.allSatisfy { $0.inputChannels == image.channels && $0.classes == classes })

    let counts = networks.map { patchCount(of: image.extent, patch: $0.patch) }
    let total = Double(counts.reduce(0, +))
    var done = 0
    func finish(_ patches: Int) throws {
      done += patches
      try progress(Double(done) / total)
    }

    // Networks of one patch size share their sums: memory then does not grow with their number.
    var mean: [Float]?
    var averaged = 0
    for patch in unique(networks.map(\.patch)) {
      let members = networks.filter { $0.patch == patch }
      let grid = PatchGrid(extent: image.extent, patch: patch)
      var aggregator = PatchAggregator(grid: grid, classes: classes, threads: threads)
      for network in members {
        try run(network, over: image, into: &aggregator, finished: finish)
      }
      let average = aggregator.average()
      mean = mean.map { Self.weightedMean($0, averaged, average, members.count) } ?? average
      averaged += members.count
    }
    return Volume(geometry: image.geometry, channels: classes, voxels: mean ?? [])
  }

  /// How many patches a network has to predict for a volume.
  public func patchCount(of extent: Extent, patch: Extent) -> Int {
    PatchGrid(extent: extent, patch: patch).count * mirrorings(of: patch).count
  }

  /// Reversing a single slice changes nothing.
  private func mirrorings(of patch: Extent) -> [Mirroring] {
    Mirroring(axes: mirroringAxes.filter { patch[$0] > 1 }).combinations
  }

  private func run(
    _ network: any PatchNetwork, over image: Volume, into aggregator: inout PatchAggregator,
    finished: (Int) throws -> Void
  ) throws {
    let grid = aggregator.grid
    let mirrorings = mirrorings(of: grid.patch)
    let inputSize = network.inputChannels * grid.patch.count
    let outputSize = network.classes * grid.patch.count
    var inputs = [Float](repeating: 0, count: network.batch * inputSize)
    var outputs = [Float](repeating: 0, count: network.batch * outputSize)
    let patches = grid.count * mirrorings.count
    for first in stride(from: 0, to: patches, by: network.batch) {
      let batch = first..<min(patches, first + network.batch)
      func place(_ index: Int) -> (VoxelIndex, Mirroring) {
        (grid[index / mirrorings.count], mirrorings[index % mirrorings.count])
      }
      inputs.withUnsafeMutableBufferPointer { inputs in
        for index in batch {
          let (start, mirroring) = place(index)
          var window = seg_window(
            grid: grid, start: start, channels: image.channels, mirroring: mirroring)
          seg_window_gather(
            &window, image.voxels, inputs.baseAddress?.advanced(by: (index - first) * inputSize),
            Int32(threads))
        }
      }
      try inputs.withUnsafeBufferPointer { inputs in
        try outputs.withUnsafeMutableBufferPointer { try network.logits(inputs, into: $0) }
      }
      outputs.withUnsafeBufferPointer { outputs in
        for index in batch {
          let (start, mirroring) = place(index)
          let range = (index - first) * outputSize..<(index - first + 1) * outputSize
          aggregator.add(.init(rebasing: outputs[range]), at: start, mirroring: mirroring)
        }
      }
      try finished(batch.count)
    }
  }

  private func unique(_ patches: [Extent]) -> [Extent] {
    patches.enumerated().filter { patches.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }

  private static func weightedMean(_ a: [Float], _ countA: Int, _ b: [Float], _ countB: Int)
    -> [Float]
  {
    let share = Float(countA) / Float(countA + countB)
    var result = a
    for index in result.indices { result[index] = share * a[index] + (1 - share) * b[index] }
    return result
  }
}
