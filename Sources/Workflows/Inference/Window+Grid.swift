import CInference
import Volumes

extension seg_window {
  /// A patch of a grid for the kernels.
  init(grid: PatchGrid, start: VoxelIndex, channels: Int, mirroring: Mirroring) {
    self.init(
      channels: Int64(channels),
      volume: (Int64(grid.extent.depth), Int64(grid.extent.height), Int64(grid.extent.width)),
      patch: (Int64(grid.patch.depth), Int64(grid.patch.height), Int64(grid.patch.width)),
      start: (Int64(start.z), Int64(start.y), Int64(start.x)),
      mirrored: (
        mirroring.contains(.depth) ? 1 : 0, mirroring.contains(.height) ? 1 : 0,
        mirroring.contains(.width) ? 1 : 0
      ))
  }
}
