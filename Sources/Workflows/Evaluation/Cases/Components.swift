import CEvaluation
import Volumes

/// The 26-connected components of every label of a map.
///
/// Unchecked because nothing changes it but `match`, which is called when the tasks are over.
final class Components: @unchecked Sendable {
  fileprivate(set) var storage = seg_components()

  struct Component: Hashable, Sendable {
    var label: Int
    var voxels: Int
    var box: VoxelBox
    var isMatched: Bool
  }

  /// - Parameter classes: 65536 labels that take the place of the map's; `nil` to keep them.
  init(of map: LabelMap, classes: [UInt16]? = nil) throws(EvaluationError) {
    let extent = map.extent
    let status = map.voxels.withUnsafeBufferPointer { voxels in
      if let classes {
        return seg_find_components(
          voxels.baseAddress, Int32(extent.depth), Int32(extent.height), Int32(extent.width),
          classes, &storage)
      }
      return seg_find_components(
        voxels.baseAddress, Int32(extent.depth), Int32(extent.height), Int32(extent.width), nil,
        &storage)
    }
    guard status == 0 else { throw .outOfMemory }
  }

  deinit { seg_free_components(&storage) }

  /// Finds which components share a voxel with one of the same label in the other map.
  func match(_ other: Components) { seg_match_components(&storage, &other.storage) }

  /// By label, in the order of their first voxels.
  var byLabel: [Int: [Component]] {
    var result: [Int: [Component]] = [:]
    for item in UnsafeBufferPointer(start: storage.components, count: Int(storage.count)) {
      result[Int(item.label), default: []].append(
        Component(
          label: Int(item.label), voxels: Int(item.voxels),
          box: VoxelBox(first: VoxelIndex(item.first), last: VoxelIndex(item.last)),
          isMatched: item.is_matched != 0))
    }
    return result
  }
}
