import Volumes

/// The exact reordering of voxels between a grid's own axes and the nearest RAS axes, with (z, y, x) = (S, A, R).
///
/// No value changes, so it has an exact inverse.
struct CanonicalOrientation: Hashable, Sendable, Codable {
  /// The size of the original grid.
  private let original: Extent
  /// For the canonical axes x, y, z: the original voxel axis (0 = i, 1 = j, 2 = k) and whether it is reversed.
  private let axis: [Int]
  private let isFlipped: [Bool]

  init(_ geometry: Geometry) {
    original = geometry.extent
    let orientation = geometry.orientation
    var axis = [0, 0, 0]
    for (voxelAxis, world) in orientation.worldAxis.enumerated() { axis[world] = voxelAxis }
    self.axis = axis
    isFlipped = axis.map { orientation.isFlipped[$0] }
  }

  private var sizes: [Int] { [original.width, original.height, original.depth] }

  /// The size of the canonical grid.
  var extent: Extent {
    Extent(depth: sizes[axis[2]], height: sizes[axis[1]], width: sizes[axis[0]])
  }

  /// The spacing along the canonical axes in mm.
  func spacing(_ spacing: Spacing) -> Spacing {
    let axes = [spacing.width, spacing.height, spacing.depth]
    return Spacing(depth: axes[axis[2]], height: axes[axis[1]], width: axes[axis[0]])
  }

  /// The affine of the canonical grid.
  func affine(_ affine: Affine) -> Affine {
    var corner = [0.0, 0.0, 0.0]
    for world in 0..<3 where isFlipped[world] {
      corner[axis[world]] = Double(sizes[axis[world]] - 1)
    }
    let origin = affine.apply(corner[0], corner[1], corner[2])
    var rows: [Double] = []
    for (row, start) in [origin.x, origin.y, origin.z].enumerated() {
      for world in 0..<3 {
        rows.append(isFlipped[world] ? -affine[row, axis[world]] : affine[row, axis[world]])
      }
      rows.append(start)
    }
    return Affine(rows: rows)
  }

  /// One channel in canonical order.
  func toCanonical<Element>(_ voxels: ArraySlice<Element>) -> [Element] {
    voxels.withUnsafeBufferPointer { source in
      var result: [Element] = []
      result.reserveCapacity(source.count)
      forEachOffset(of: VoxelBox(whole: extent)) { result.append(source[$0]) }
      return result
    }
  }

  /// Puts the voxels of a box of the canonical grid into their places among the original voxels, whose first is at `start`.
  func place<Element>(
    _ voxels: [Element], of box: VoxelBox, into result: inout [Element], from start: Int
  ) {
    precondition(voxels.count == box.count, "\(voxels.count) voxels are not \(box.extent)")
    voxels.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        var index = 0
        forEachOffset(of: box) { offset in
          target[start + offset] = source[index]
          index += 1
        }
      }
    }
  }

  /// Calls `body` with the original offset of each voxel of a box of the canonical grid, in canonical order.
  private func forEachOffset(of box: VoxelBox, _ body: (Int) -> Void) {
    let strides = [1, original.width, original.width * original.height]
    let step = (0..<3).map { isFlipped[$0] ? -strides[axis[$0]] : strides[axis[$0]] }
    let corner = [box.origin.x, box.origin.y, box.origin.z]
    let start = (0..<3).reduce(0) {
      $0 + corner[$1] * step[$1]
        + (isFlipped[$1] ? (sizes[axis[$1]] - 1) * strides[axis[$1]] : 0)
    }
    for z in 0..<box.extent.depth {
      for y in 0..<box.extent.height {
        var offset = start + z * step[2] + y * step[1]
        for _ in 0..<box.extent.width {
          body(offset)
          offset += step[0]
        }
      }
    }
  }
}
