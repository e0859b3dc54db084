import Files
import Foundation
public import Volumes

extension Geometry {
  /// The shear in degrees up to which axes count as orthogonal: what direction cosines rounded to 1e-3 can amount to.
  public static let largestShearInDegrees = 0.2

  /// Refuses a sheared grid, for operations that resample along its axes.
  /// - Parameter file: The file that the grid comes from, for the message.
  /// - Throws: ``VolumeFileError`` of kind `badData` that names the angle.
  public func requireOrthogonal(file: String) throws(VolumeFileError) {
    let shear = affine.shearInDegrees
    guard shear <= Self.largestShearInDegrees else {
      throw VolumeFileError(
        .badData,
        """
        its axes are sheared by \(String(format: "%.2f", shear))°, which resampling cannot \
        honour; resample the scan to right-angled axes first (gantry tilt: dcm2niix does)
        """,
        path: file)
    }
  }

  /// Refuses two files that do not lie on the same grid: of another shape, or more than 1e-3 of a voxel apart.
  /// - Parameters:
  ///   - other: The grid of the file that belongs to this image.
  ///   - part: What that file is, for the message: "label map", "channel", "prediction".
  ///   - file: That file, for the message.
  ///   - imageFile: The image's file, for the message.
  /// - Throws: ``VolumeFileError`` of kind `badData` with both shapes, or the displacement in mm.
  public func requireSameGrid(
    as other: Geometry, _ part: String = "label map", file: String, imageFile: String
  ) throws(VolumeFileError) {
    guard extent == other.extent else {
      throw VolumeFileError(
        .badData,
        """
        the \(part) has \(other.extent) voxels (z, y, x), its image \(imageFile) has \(extent); \
        save it on the image's grid
        """,
        path: file)
    }
    let tolerance = max(1e-4, 1e-3 * (spacing.axes.max() ?? 1))
    let displacement = largestDisplacement(to: other)
    guard displacement <= tolerance else {
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
