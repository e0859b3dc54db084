import CInference
import Volumes

extension seg_window {
  /// A patch of a volume for the kernels.
  init(volume: Extent, patch: Extent, start: VoxelIndex, channels: Int, mirroring: Mirroring) {
    self.init(
      channels: Int64(channels),
      volume: (Int64(volume.depth), Int64(volume.height), Int64(volume.width)),
      patch: (Int64(patch.depth), Int64(patch.height), Int64(patch.width)),
      start: (Int64(start.z), Int64(start.y), Int64(start.x)),
      mirrored: (
        mirroring.contains(.depth) ? 1 : 0, mirroring.contains(.height) ? 1 : 0,
        mirroring.contains(.width) ? 1 : 0
      ))
  }
}
