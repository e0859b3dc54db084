import Files
import Foundation
public import Volumes

extension Geometry {
  /// Refuses two files that do not lie on the same grid, by ``difference(from:)``.
  /// - Parameters:
  ///   - other: The grid of the file that belongs to this image.
  ///   - part: What that file is, for the message: "label map", "channel", "prediction".
  ///   - file: That file, for the message.
  ///   - imageFile: The image's file, for the message.
  /// - Throws: ``VolumeFileError`` of kind `badData` with both shapes, or the displacement in mm.
  public func requireSameGrid(
    as other: Geometry, _ part: String = "label map", file: String, imageFile: String
  ) throws(VolumeFileError) {
    switch difference(from: other) {
    case nil: return
    case .extent:
      throw VolumeFileError(
        .badData,
        """
        the \(part) has \(other.extent) voxels (z, y, x), its image \(imageFile) has \(extent); \
        save it on the image's grid
        """,
        path: file)
    case .displacement(let displacement):
      throw VolumeFileError(
        .badData,
        """
        the \(part) lies up to \(String(format: "%.3g", displacement)) mm away from its image \
        \(imageFile) (orientation \(other.orientation.code) against \(orientation.code)); copy \
        the image's affine or save the \(part) on the image's grid
        """,
        path: file)
    }
  }
}
