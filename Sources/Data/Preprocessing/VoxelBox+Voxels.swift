import Volumes

extension VoxelBox {
  /// The smallest box with every voxel that is not 0 in some channel; the whole grid where there is none.
  init(ofNonZero channels: [[Float]], extent: Extent) {
    var low = [extent.depth, extent.height, extent.width]
    var high = [-1, -1, -1]
    for channel in channels {
      channel.withUnsafeBufferPointer { voxels in
        var index = 0
        for z in 0..<extent.depth {
          for y in 0..<extent.height {
            var first = -1
            var last = -1
            for x in 0..<extent.width {
              if voxels[index + x] != 0 {
                if first < 0 { first = x }
                last = x
              }
            }
            index += extent.width
            guard first >= 0 else { continue }
            low = [min(low[0], z), min(low[1], y), min(low[2], first)]
            high = [max(high[0], z), max(high[1], y), max(high[2], last)]
          }
        }
      }
    }
    guard high[0] >= 0 else {
      self.init(whole: extent)
      return
    }
    self.init(
      first: VoxelIndex(low[0], low[1], low[2]), last: VoxelIndex(high[0], high[1], high[2]))
  }

  /// The box cut out of one channel of a grid.
  func cut<Element>(_ voxels: ArraySlice<Element>, from grid: Extent) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(extent.count)
    forEachRow(of: grid) { start in
      result.append(
        contentsOf: voxels[(voxels.startIndex + start)..<(voxels.startIndex + start + extent.width)]
      )
    }
    return result
  }

  private func forEachRow(of grid: Extent, _ body: (Int) -> Void) {
    for z in 0..<extent.depth {
      for y in 0..<extent.height {
        body(grid.offset(origin.z + z, origin.y + y, origin.x))
      }
    }
  }
}
