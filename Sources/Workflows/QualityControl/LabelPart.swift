package import Volumes

/// One connected part of a label.
package struct LabelPart: Hashable, Sendable {
  package var voxels: Int
  package var box: VoxelBox

  package init(voxels: Int, box: VoxelBox) {
    self.voxels = voxels
    self.box = box
  }
}
