import CEvaluation
import Volumes

#if canImport(Glibc)
  import Glibc
#endif

/// What two label maps hold on one grid: the voxels of each pair of labels, and the box of each
/// label in either map.
struct LabelCensus {
  /// Pairs with at least one voxel, by reference label, then prediction label.
  var pairs: [LabelConfusion]
  /// The labels that occur in either map, smallest first, with the box that holds each in both maps.
  var boxes: [(label: Int, box: VoxelBox)]
  var total: Int

  /// - Precondition: both maps have one extent, whose axes fit in 32 bits.
  init(reference: LabelMap, prediction: LabelMap, threads: Int) throws(EvaluationError) {
    precondition(reference.extent == prediction.extent, "maps of different extents")
    let extent = reference.extent
    total = extent.count
    var found: [seg_label_box] = []
    var list: UnsafeMutablePointer<seg_label_pair>?
    var count: Int64 = 0
    found = [seg_label_box](unsafeUninitializedCapacity: 65536) { buffer, filled in
      count = reference.voxels.withUnsafeBufferPointer { reference in
        prediction.voxels.withUnsafeBufferPointer { prediction in
          seg_label_scan(
            reference.baseAddress, prediction.baseAddress, Int32(extent.depth),
            Int32(extent.height), Int32(extent.width), Int32(threads), buffer.baseAddress, &list)
        }
      }
      filled = 65536
    }
    defer { free(list) }
    guard count >= 0 else { throw .outOfMemory }
    pairs = UnsafeBufferPointer(start: list, count: Int(count)).map {
      LabelConfusion(
        reference: Int($0.reference), prediction: Int($0.prediction), voxels: Int($0.voxels))
    }
    .sorted { ($0.reference, $0.prediction) < ($1.reference, $1.prediction) }
    boxes = found.enumerated().compactMap { label, box in
      box.last.0 < 0
        ? nil : (label, VoxelBox(first: VoxelIndex(box.first), last: VoxelIndex(box.last)))
    }
  }

  /// The counts of one label, or of several as one.
  func counts(of labels: Set<Int>) -> ConfusionCounts {
    var counts = ConfusionCounts(
      truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0)
    for pair in pairs {
      switch (labels.contains(pair.reference), labels.contains(pair.prediction)) {
      case (true, true): counts.truePositives += pair.voxels
      case (false, true): counts.falsePositives += pair.voxels
      case (true, false): counts.falseNegatives += pair.voxels
      case (false, false): counts.trueNegatives += pair.voxels
      }
    }
    return counts
  }

  /// The smallest box that holds all of some labels, or `nil` where none of them occurs.
  func box(of labels: Set<Int>) -> VoxelBox? {
    boxes.filter { labels.contains($0.label) }.map(\.box).reduce(nil) { $0?.union($1) ?? $1 }
  }
}
