/// A box of voxels in a grid: its first voxel and its size.
public struct VoxelBox: Hashable, Sendable, Codable {
  /// The first voxel (z, y, x).
  public var origin: VoxelIndex
  public var extent: Extent

  public init(origin: VoxelIndex, extent: Extent) {
    self.origin = origin
    self.extent = extent
  }

  /// All of a grid.
  public init(whole extent: Extent) { self.init(origin: .zero, extent: extent) }

  /// From the first to the last voxel, both inside.
  public init(first: VoxelIndex, last: VoxelIndex) {
    self.init(
      origin: first,
      extent: Extent(last.z - first.z + 1, last.y - first.y + 1, last.x - first.x + 1))
  }

  /// The last voxel inside.
  public var last: VoxelIndex {
    VoxelIndex(
      origin.z + extent.depth - 1, origin.y + extent.height - 1, origin.x + extent.width - 1)
  }

  /// The number of voxels.
  public var count: Int { extent.count }

  /// The smallest box that holds both.
  public func union(_ other: VoxelBox) -> VoxelBox {
    var (first, last) = (origin, last)
    for axis in 0..<3 {
      first[axis] = min(first[axis], other.origin[axis])
      last[axis] = max(last[axis], other.last[axis])
    }
    return VoxelBox(first: first, last: last)
  }
}
