import Labels
import Volumes

/// What is to be written, but for the voxels themselves.
struct ImageToWrite {
  var geometry: Geometry
  /// `nil` for a label map.
  var channels: Int?
  var type: VoxelType
  /// The header of the file that the image belongs to.
  var origin: VolumeHeader?
  /// The names of a label map's values, for formats that store them.
  var labels: LabelScheme?

  /// Whether to write two axes alone, as the image it belongs to has: where that says as much, in the plane of x and y at z = 0 with slices
  /// of 1 mm.
  var isPlanar: Bool {
    let affine = geometry.affine
    return origin?.isPlanar == true && geometry.extent.depth == 1 && affine[2, 2] == 1
      && [affine[2, 0], affine[2, 1], affine[0, 2], affine[1, 2], affine[2, 3]].allSatisfy {
        $0 == 0
      }
  }
}
