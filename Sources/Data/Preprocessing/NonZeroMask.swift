import Volumes

/// The voxels that are not 0 in some channel, with the holes between them: the body without the air around it.
///
/// A hole is what cannot be reached from the grid's border through the faces of voxels that are 0.
/// Source: nnU-Net v2's `create_nonzero_mask`.
struct NonZeroMask: Sendable {
  let isInside: [Bool]
  /// How many voxels are inside.
  let count: Int

  /// - Parameter channels: Each filling the grid of `extent`.
  init(_ channels: [[Float]], extent: Extent) {
    var isInside = [Bool](repeating: true, count: extent.count)
    isInside.withUnsafeMutableBufferPointer { isInside in
      Self.clearOutside(isInside, channels, extent)
    }
    self.isInside = isInside
    count = isInside.count { $0 }
  }

  /// Floods the zeros from the border.
  private static func clearOutside(
    _ isInside: UnsafeMutableBufferPointer<Bool>, _ channels: [[Float]], _ extent: Extent
  ) {
    var isZero = [Bool](repeating: true, count: extent.count)
    for channel in channels {
      for (index, value) in channel.enumerated() where value != 0 { isZero[index] = false }
    }
    var open: [Int] = []
    isZero.withUnsafeBufferPointer { isZero in
      func visit(_ offset: Int) {
        guard isZero[offset], isInside[offset] else { return }
        isInside[offset] = false
        open.append(offset)
      }
      let (depth, height, width) = (extent.depth, extent.height, extent.width)
      for z in 0..<depth {
        for y in 0..<height {
          let isFace = z == 0 || z == depth - 1 || y == 0 || y == height - 1
          for x in isFace ? Array(0..<width) : [0, width - 1] { visit(extent.offset(z, y, x)) }
        }
      }
      while let offset = open.popLast() {
        let x = offset % width
        let y = offset / width % height
        let z = offset / (width * height)
        if x > 0 { visit(offset - 1) }
        if x + 1 < width { visit(offset + 1) }
        if y > 0 { visit(offset - width) }
        if y + 1 < height { visit(offset + width) }
        if z > 0 { visit(offset - width * height) }
        if z + 1 < depth { visit(offset + width * height) }
      }
    }
  }
}
