import CKernels
import Foundation
public import Volumes

/// Where the voxels of a patch are taken from: rotation, scaling, reflection and elastic deformation as one map, so that a patch is
/// interpolated once, straight from the whole volume.
public struct PatchTransform: Hashable, Sendable, Codable {
  /// Rotation about the axes z, y, x in radians, applied in this order to positions in mm.
  public var rotation: [Double] = [0, 0, 0]
  /// How much larger things appear along each axis (z, y, x).
  public var scale: [Double] = [1, 1, 1]
  /// Reversed axes (z, y, x).
  public var mirror: [Bool] = [false, false, false]
  /// Displacements in voxels on a coarse grid over the patch, [3][nodes], or `nil`.
  public var displacements: [Float]?
  /// Nodes of the displacement grid along each axis, at least 2.
  public var nodes: [Int] = [2, 2, 2]

  public init() {}

  /// True where patches are plain crops.
  public var isCrop: Bool { self == PatchTransform() }

  /// Takes a patch out of a volume; 0 outside.
  ///
  /// - Parameters:
  ///   - image: [channels, z, y, x] of `extent`.
  ///   - labels: Class indices, [z, y, x].
  ///   - center: The voxel (z, y, x) that comes to the patch's middle; it may lie outside.
  ///   - spacing: In mm, so that rotations keep shapes in anisotropic volumes.
  public func sample(
    image: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, channels: Int,
    extent: Extent, spacing: Spacing, center: Extent, patch: Extent
  ) -> TrainingSample {
    precondition(image.count == channels * extent.count && labels.count == extent.count)
    if let displacements {
      precondition(nodes.allSatisfy { $0 > 1 } && displacements.count == 3 * nodes.reduce(1, *))
    }
    if isCrop {
      return crop(
        image: image, labels: labels, channels: channels, extent: extent, center: center,
        patch: patch)
    }
    var map = seg_patch_map()
    map.source = (Int64(extent.depth), Int64(extent.height), Int64(extent.width))
    map.patch = (Int64(patch.depth), Int64(patch.height), Int64(patch.width))
    map.nodes = (Int64(nodes[0]), Int64(nodes[1]), Int64(nodes[2]))
    let rows = matrix(spacing: spacing, center: center, patch: patch)
    withUnsafeMutableBytes(of: &map.matrix) { bytes in
      rows.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
    var voxels = [Float](repeating: 0, count: channels * patch.count)
    var classes = [UInt8](repeating: 0, count: patch.count)
    (displacements ?? []).withUnsafeBufferPointer { field in
      map.displacements = displacements == nil ? nil : field.baseAddress
      voxels.withUnsafeMutableBufferPointer { voxels in
        for channel in 0..<channels {
          guard let source = image.baseAddress, let target = voxels.baseAddress else { return }
          seg_sample_linear(
            &map, source + channel * extent.count, target + channel * patch.count)
        }
      }
      classes.withUnsafeMutableBufferPointer {
        seg_sample_nearest(&map, labels.baseAddress, $0.baseAddress)
      }
    }
    return TrainingSample(channels: channels, extent: patch, image: voxels, labels: classes)
  }

  /// Rows of the map from patch voxels to volume voxels, both (z, y, x).
  func matrix(spacing: Spacing, center: Extent, patch: Extent) -> [Double] {
    let linear = Self.rotationMatrix(rotation)
    var rows = [Double](repeating: 0, count: 12)
    for row in 0..<3 {
      // The middle of the patch is voxel patch / 2, as in plain crops.
      var offset = Double(center[row])
      for column in 0..<3 {
        let sign = mirror[column] ? -1.0 : 1.0
        let value =
          linear[row][column] * spacing[column] / spacing[row] / scale[column] * sign
        rows[row * 4 + column] = value
        // A reversed axis is reversed about the patch's own middle.
        let middle =
          mirror[column] ? Double(patch[column] - 1 - patch[column] / 2) : Double(patch[column] / 2)
        offset -= value * middle
      }
      rows[row * 4 + 3] = offset
    }
    return rows
  }

  private static func rotationMatrix(_ angles: [Double]) -> [[Double]] {
    func multiply(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
      (0..<3).map { r in (0..<3).map { c in (0..<3).reduce(0) { $0 + a[r][$1] * b[$1][c] } } }
    }
    let (sz, cz) = (sin(angles[0]), cos(angles[0]))
    let (sy, cy) = (sin(angles[1]), cos(angles[1]))
    let (sx, cx) = (sin(angles[2]), cos(angles[2]))
    // Rows and columns are (z, y, x).
    let aboutZ = [[1, 0, 0], [0, cz, sz], [0, -sz, cz]]
    let aboutY = [[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]]
    let aboutX = [[cx, sx, 0], [-sx, cx, 0], [0, 0, 1]]
    return multiply(aboutX, multiply(aboutY, aboutZ))
  }

  private func crop(
    image: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, channels: Int,
    extent: Extent, center: Extent, patch: Extent
  ) -> TrainingSample {
    let origin = (0..<3).map { center[$0] - patch[$0] / 2 }
    var result = TrainingSample(
      channels: channels, extent: patch,
      image: [Float](repeating: 0, count: channels * patch.count),
      labels: [UInt8](repeating: 0, count: patch.count))
    let first = max(0, -origin[2])
    let columns = first..<max(first, min(patch.width, extent.width - origin[2]))
    func copy<Value>(
      _ values: UnsafeBufferPointer<Value>, _ source: Int, _ target: inout [Value], _ start: Int
    ) {
      target.withUnsafeMutableBufferPointer {
        _ = $0[start..<(start + columns.count)].update(
          fromContentsOf: values[source..<(source + columns.count)])
      }
    }
    guard !columns.isEmpty else { return result }
    for z in 0..<patch.depth where (0..<extent.depth).contains(z + origin[0]) {
      for y in 0..<patch.height where (0..<extent.height).contains(y + origin[1]) {
        let source = extent.offset(
          z + origin[0], y + origin[1], origin[2] + columns.lowerBound)
        let target = patch.offset(z, y, columns.lowerBound)
        copy(labels, source, &result.labels, target)
        for channel in 0..<channels {
          copy(
            image, source + channel * extent.count, &result.image, target + channel * patch.count)
        }
      }
    }
    return result
  }
}
