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
}
