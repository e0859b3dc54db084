import Volumes

extension LabelMap {
  /// The smallest box that holds every voxel with a label; `nil` where there is none.
  var boxOfLabels: VoxelBox? {
    var box: VoxelBox?
    voxels.withUnsafeBufferPointer { voxels in
      for z in 0..<extent.depth {
        for y in 0..<extent.height {
          let row = extent.offset(z, y, 0)
          var x = 0
          while x < extent.width && voxels[row + x] == 0 { x += 1 }
          guard x < extent.width else { continue }
          var end = extent.width - 1
          while voxels[row + end] == 0 { end -= 1 }
          let run = VoxelBox(first: VoxelIndex(z, y, x), last: VoxelIndex(z, y, end))
          box = box?.union(run) ?? run
        }
      }
    }
    return box
  }
}
