import CInference
import Labels
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
  /// - Parameters:
  ///   - networks: One or more with as many input channels as the image and the same number of classes.
  ///   - progress: Told after every batch how much is done, 0 to 1; what it throws ends the work.
  /// - Returns: The logits on the grid of the image, one channel per class.
  /// - Throws: What a network or `progress` throws.
  /// - Precondition: The networks fit the image and each other.
  public func logits(
    of image: Volume, networks: [any PatchNetwork], progress: (Double) throws -> Void = { _ in }
  ) throws -> Volume {
    var whole = WholeLogits(geometry: image.geometry, classes: networks.first?.classes ?? 0)
    try run(networks, over: image, into: &whole, progress: progress)
    return whole.volume
  }

  /// Hands on the mean of the networks' logits for a preprocessed image, slab by slab.
  ///
  /// One network needs memory for the logits of as many planes as a patch has. Several need it for the whole volume, since their logits are
  /// added up in the order of the networks.
  /// Source: nnU-Net v2, `predict_sliding_window_return_logits`, which averages logits over patches, mirrorings and folds.
  /// - Parameters:
  ///   - networks: One or more with as many input channels as the image and the same number of classes.
  ///   - sink: Takes the logits, one channel per class on the grid of the image.
  ///   - progress: Told after every batch how much is done, 0 to 1; what it throws ends the work.
  /// - Throws: What a network, the sink or `progress` throws.
  /// - Precondition: The networks fit the image and each other.
  package func run(
    _ networks: [any PatchNetwork], over image: Volume, into sink: inout some LogitsSink,
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    guard let classes = networks.first?.classes else { preconditionFailure("no network") }
    precondition(
      networks.allSatisfy { $0.inputChannels == image.channels && $0.classes == classes })
    let total = Double(
      networks.reduce(0) { $0 + patchCount(of: image.extent, patch: $1.patch) })
    var done = 0
    func finish(_ patches: Int) throws {
      done += patches
      try progress(Double(done) / total)
    }

    // Networks of one patch size share their sums: memory then does not grow with their number.
    let groups = Self.groups(networks)
    if groups.count == 1 {
      return try add(networks, over: image, into: &sink, finished: finish)
    }
    var mean = WholeLogits(
      geometry: image.geometry, classes: classes, networks: groups[0].count)
    for (index, members) in groups.enumerated() {
      if index > 0 { mean.beginNext(networks: members.count) }
      try add(members, over: image, into: &mean, finished: finish)
    }
    try LogitsSlab.forEach(of: mean.volume) { try sink.receive($0) }
  }

  /// How many patches a network has to predict for a volume.
  public func patchCount(of extent: Extent, patch: Extent) -> Int {
    PatchGrid(extent: extent, patch: patch).count * mirrorings(of: patch).count
  }

  /// The bytes of logits that ``run(_:over:into:progress:)`` holds.
  static func byteCount(_ extent: Extent, patches: [Extent], classes: Int) -> Double {
    let sizes = Set(patches)
    let whole =
      sizes.count > 1
      ? PatchAggregator.byteCount(extent, patch: extent, classes: classes, holdsAll: true) : 0
    let sums = sizes.map { patch in
      PatchAggregator.byteCount(
        extent, patch: patch, classes: classes,
        holdsAll: patches.count { $0 == patch } > 1)
    }
    return whole + (sums.max() ?? 0)
  }

  /// Reversing a single slice changes nothing.
  private func mirrorings(of patch: Extent) -> [Mirroring] {
    Mirroring(axes: mirroringAxes.filter { patch[$0] > 1 }).combinations
  }

  /// Networks of one patch size, in the order of the first of each size.
  private static func groups(_ networks: [any PatchNetwork]) -> [[any PatchNetwork]] {
    var groups: [[any PatchNetwork]] = []
    for network in networks {
      if let index = groups.firstIndex(where: { $0[0].patch == network.patch }) {
        groups[index].append(network)
      } else {
        groups.append([network])
      }
    }
    return groups
  }

  /// Hands on the mean of networks with one patch size.
  private func add(
    _ networks: [any PatchNetwork], over image: Volume, into sink: inout some LogitsSink,
    finished: (Int) throws -> Void
  ) throws {
    var aggregator = PatchAggregator(
      grid: PatchGrid(extent: image.extent, patch: networks[0].patch),
      classes: networks[0].classes, holdsAll: networks.count > 1, threads: threads)
    for network in networks {
      try run(network, over: image, into: &aggregator, sink: &sink, finished: finished)
    }
    try aggregator.finish(before: image.extent.depth, into: &sink)
  }

  private func run(
    _ network: any PatchNetwork, over image: Volume, into aggregator: inout PatchAggregator,
    sink: inout some LogitsSink, finished: (Int) throws -> Void
  ) throws {
    let grid = aggregator.grid
    let mirrorings = mirrorings(of: grid.patch)
    let inputSize = network.inputChannels * grid.patch.count
    let outputSize = network.classes * grid.patch.count
    var inputs = [Float](repeating: 0, count: network.batch * inputSize)
    var outputs = [Float](repeating: 0, count: network.batch * outputSize)
    let patches = grid.count * mirrorings.count
    func place(_ index: Int) -> (VoxelIndex, Mirroring) {
      (grid[index / mirrorings.count], mirrorings[index % mirrorings.count])
    }
    for first in stride(from: 0, to: patches, by: network.batch) {
      let batch = first..<min(patches, first + network.batch)
      inputs.withUnsafeMutableBufferPointer { inputs in
        for index in batch {
          let (start, mirroring) = place(index)
          var window = seg_window(
            volume: grid.extent, patch: grid.patch, start: start, channels: image.channels,
            mirroring: mirroring)
          seg_window_gather(
            &window, image.voxels, inputs.baseAddress?.advanced(by: (index - first) * inputSize),
            Int32(threads))
        }
      }
      try inputs.withUnsafeBufferPointer { inputs in
        try outputs.withUnsafeMutableBufferPointer { try network.logits(inputs, into: $0) }
      }
      for index in batch {
        let (start, mirroring) = place(index)
        // Patches come in the order of their first planes: none to come touches planes before it.
        if !aggregator.holdsAll { try aggregator.finish(before: start.z, into: &sink) }
        let range = (index - first) * outputSize..<(index - first + 1) * outputSize
        outputs.withUnsafeBufferPointer {
          aggregator.add(.init(rebasing: $0[range]), at: start, mirroring: mirroring)
        }
      }
      try finished(batch.count)
    }
  }
}
