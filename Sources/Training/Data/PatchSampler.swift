import Transforms
import Volumes

/// Chooses the patches of a batch: cases evenly, a part of every batch around foreground.
///
/// Source: nnU-Net v2's `nnUNetDataLoader`: the last third of a batch (at least one) is centred on a random voxel of a random class.
struct PatchSampler: Sendable {
  var cases: [PreparedCase]
  var patch: Extent
  var batch: Int
  /// The part of a batch that must hold foreground.
  var foregroundFraction: Double
  var augmenter: Augmenter
  var seed: UInt64

  /// Patch `index` of step `step`: the same for the same seed, whichever thread asks.
  func sample(step: Int, index: Int) -> TrainingSample {
    var generator = SeededGenerator(seed: seed, stream: [step, index])
    let entry = cases[generator.integer(below: cases.count)]
    let center = self.center(in: entry, forced: isForced(index), &generator)
    return entry.withVoxels { image, labels in
      augmenter.sample(
        image: image, labels: labels, channels: entry.channels, extent: entry.extent,
        spacing: entry.spacing, center: center, patch: patch, using: &generator)
    }
  }

  private func isForced(_ index: Int) -> Bool {
    guard foregroundFraction > 0 else { return false }
    let forced = max(1, Int((Double(batch) * foregroundFraction).rounded()))
    return index >= batch - forced
  }

  /// The voxel in the middle of the patch. Patches reach over the border by no more than they are larger than the volume.
  private func center(
    in entry: PreparedCase, forced: Bool, _ generator: inout SeededGenerator
  ) -> Extent {
    let extent = entry.extent
    var wanted: Int?
    let classes = entry.foreground.classes
    if forced && !classes.isEmpty {
      let places = entry.foreground.places[classes[generator.integer(below: classes.count)]]
      wanted = Int(places[generator.integer(below: places.count)])
    }
    var center = Extent(0, 0, 0)
    let position = wanted.map {
      [$0 / (extent.height * extent.width), $0 / extent.width % extent.height, $0 % extent.width]
    }
    for axis in 0..<3 {
      let missing = max(0, patch[axis] - extent[axis])
      let lowest = -missing / 2
      let highest = extent[axis] + missing / 2 + missing % 2 - patch[axis]
      let start =
        position.map { min(max($0[axis] - patch[axis] / 2, lowest), max(lowest, highest)) }
        ?? lowest + generator.integer(below: max(1, highest - lowest + 1))
      center[axis] = start + patch[axis] / 2
    }
    return center
  }
}
