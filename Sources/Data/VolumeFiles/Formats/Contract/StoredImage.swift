/// An image in a file, its header read.
struct StoredImage: Sendable {
  var header: VolumeHeader
  var voxels: VoxelSource
}
