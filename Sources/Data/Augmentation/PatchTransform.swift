import CAugmentation
import Preprocessing
public import Volumes

/// Where the voxels of a patch are taken from: rotation, scaling, reflection and elastic deformation as one map, so that a patch is
/// interpolated once, straight from the whole volume.
///
/// Source: nnU-Net v2's `SpatialTransform`: trilinear for images; each label's map trilinear and the greatest wins.
public struct PatchTransform: Hashable, Sendable, Codable {
  /// Rotation about the axes z, y, x in radians, applied in this order to positions in mm.
  public var rotation: [Double] = [0, 0, 0]
  /// How much larger things appear along each axis (z, y, x).
  public var scale: [Double] = [1, 1, 1]
  /// Reversed axes (z, y, x).
  public var mirror: [Bool] = [false, false, false]
  /// Displacements on a coarse grid over the patch, [3][nodes], or `nil`; in voxels of the finest axis.
  public var displacements: [Float]?
  /// Nodes of the displacement grid along each axis, 2 to 64.
  public var nodes: [Int] = [2, 2, 2]

  public init() {}

  /// True where patches are plain crops.
  public var isCrop: Bool { self == PatchTransform() }

  /// Takes a patch out of a volume; 0 outside.
  ///
  /// - Parameters:
  ///   - source: The volume, or at least what the patch reaches: see ``reach(in:spacing:center:patch:)``.
  ///   - spacing: In mm, so that rotations keep shapes in anisotropic volumes.
  ///   - center: The voxel (z, y, x) that comes to the patch's middle; it may lie outside.
  public func sample(from source: PatchSource, spacing: Spacing, center: VoxelIndex, patch: Extent)
    -> TrainingSample
  {
    var result = TrainingSample(
      channels: source.channels, extent: patch,
      image: [Float](repeating: 0, count: source.channels * patch.count),
      labels: [UInt8](repeating: 0, count: patch.count))
    if source.box.extent.count == 0 { return result }
    if isCrop {
      crop(source, center: center, into: &result)
      return result
    }
    var map = seg_patch_map()
    map.origin = Self.kernelAxes(source.box.origin.axes)
    map.part = Self.kernelAxes(source.box.extent.axes)
    map.patch = Self.kernelAxes(patch.axes)
    map.nodes = (Int64(nodes[0]), Int64(nodes[1]), Int64(nodes[2]))
    let rows = matrix(spacing: spacing, center: center, patch: patch)
    withUnsafeMutableBytes(of: &map.matrix) { bytes in
      rows.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
    let field = displacementsInVoxels(spacing: spacing)
    field.withUnsafeBufferPointer { field in
      map.displacements = displacements == nil ? nil : field.baseAddress
      result.image.withUnsafeMutableBufferPointer { voxels in
        result.labels.withUnsafeMutableBufferPointer { labels in
          seg_sample_patch(
            &map, Int64(source.channels), source.image.baseAddress, source.labels.baseAddress,
            voxels.baseAddress, labels.baseAddress)
        }
      }
    }
    return result
  }

  private static func kernelAxes(_ axes: [Int]) -> (Int64, Int64, Int64) {
    (Int64(axes[0]), Int64(axes[1]), Int64(axes[2]))
  }

  private func crop(_ source: PatchSource, center: VoxelIndex, into result: inout TrainingSample) {
    let (patch, box) = (result.extent, source.box)
    // Of the patch's first voxel in the part that is in memory.
    let start = (0..<3).map { center[$0] - patch[$0] / 2 - box.origin[$0] }
    func range(_ axis: Int) -> Range<Int> {
      let first = min(patch[axis], max(0, -start[axis]))
      return first..<max(first, min(patch[axis], box.extent[axis] - start[axis]))
    }
    let columns = range(2)
    guard !columns.isEmpty else { return }
    func copy<Value>(
      _ values: UnsafeBufferPointer<Value>, _ source: Int, _ target: inout [Value], _ start: Int
    ) {
      target.withUnsafeMutableBufferPointer {
        _ = $0[start..<(start + columns.count)].update(
          fromContentsOf: values[source..<(source + columns.count)])
      }
    }
    for z in range(0) {
      for y in range(1) {
        let from = box.extent.offset(z + start[0], y + start[1], start[2] + columns.lowerBound)
        let to = patch.offset(z, y, columns.lowerBound)
        copy(source.labels, from, &result.labels, to)
        for channel in 0..<source.channels {
          copy(
            source.image, from + channel * box.extent.count, &result.image,
            to + channel * patch.count)
        }
      }
    }
  }
}
