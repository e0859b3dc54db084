public import Volumes

/// The overlapping patches that cover a volume.
///
/// Neighbours are at most half a patch apart and evenly spread. A volume smaller than a patch lies in its middle: the patch reaches over both borders.
/// Along an axis where the patch is one voxel thick, as for two-dimensional networks, every slice is a patch.
/// Source: nnU-Net v2, `compute_steps_for_sliding_window` and `pad_nd_image`.
public struct PatchGrid: Hashable, Sendable {
  /// The size of the volume.
  public let extent: Extent
  public let patch: Extent
  /// Where patches start along depth, height and width.
  public let starts: [[Int]]

  /// - Precondition: both sizes are positive.
  public init(extent: Extent, patch: Extent) {
    self.extent = extent
    self.patch = patch
    starts = (0..<3).map { Self.starts(size: extent[$0], patch: patch[$0]) }
  }

  /// The number of patches.
  public var count: Int { starts.reduce(1) { $0 * $1.count } }

  /// The patch of an index from 0 up to, not including, ``count``; those along the width follow each other.
  ///
  /// The voxel of the volume at the patch's first voxel: negative where the patch reaches over the border.
  public subscript(index: Int) -> VoxelIndex {
    let (rest, width) = index.quotientAndRemainder(dividingBy: starts[2].count)
    let (depth, height) = rest.quotientAndRemainder(dividingBy: starts[1].count)
    return VoxelIndex(starts[0][depth], starts[1][height], starts[2][width])
  }

  /// Where patches start along one axis.
  /// - Precondition: both sizes are positive.
  public static func starts(size: Int, patch: Int) -> [Int] {
    precondition(size > 0 && patch > 0, "a patch of \(patch) in \(size) voxels")
    if patch == 1 { return Array(0..<size) }
    if size <= patch { return [-((patch - size) / 2)] }
    let intervals = Int((Double(size - patch) / (Double(patch) / 2)).rounded(.up))
    let step = Double(size - patch) / Double(intervals)
    return (0...intervals).map { Int((step * Double($0)).rounded(.toNearestOrEven)) }
  }
}
