import CEvaluation
import Volumes

/// Where to look first in a case.
enum Focus {
  /// The voxel in the middle of the row with the most disagreement, within the plane with the most.
  ///
  /// Where there is no disagreement, the same of what the prediction holds.
  static func voxel(reference: LabelMap?, prediction: LabelMap) -> VoxelIndex? {
    let extent = prediction.extent
    guard extent.count > 0 else { return nil }
    var place: [Int32] = [-1, -1, -1]
    prediction.voxels.withUnsafeBufferPointer { p in
      if let reference {
        reference.voxels.withUnsafeBufferPointer { r in
          seg_find_focus(
            r.baseAddress, p.baseAddress, Int32(extent.depth), Int32(extent.height),
            Int32(extent.width), &place)
        }
      }
      if place[0] < 0 {
        seg_find_focus(
          nil, p.baseAddress, Int32(extent.depth), Int32(extent.height), Int32(extent.width), &place
        )
      }
    }
    return place[0] < 0
      ? VoxelIndex(extent.depth / 2, extent.height / 2, extent.width / 2)
      : VoxelIndex(Int(place[0]), Int(place[1]), Int(place[2]))
  }
}
