import Foundation
import Volumes

/// Whether a prediction lies on its reference's grid.
enum GridCheck {
  /// The share of the smallest voxel spacing by which two grids may be apart: rounding of affines,
  /// not a shift.
  static let tolerance = 0.01

  static func problem(
    caseID: String, prediction: Geometry, file: String, reference: Geometry
  ) -> CaseProblem? {
    guard prediction.extent == reference.extent else {
      return CaseProblem(
        caseID: caseID, kind: .differentShape,
        message:
          "\(file): the prediction has \(prediction.extent) voxels (z, y, x), its reference \(reference.extent)"
      )
    }
    let displacement = reference.largestDisplacement(to: prediction)
    guard displacement > tolerance * (reference.spacing.axes.min() ?? 1) else { return nil }
    let turned =
      prediction.orientation == reference.orientation
      ? ""
      : ", orientation \(prediction.orientation.code) against \(reference.orientation.code)"
    return CaseProblem(
      caseID: caseID, kind: .differentAffine,
      message:
        "\(file): the prediction lies up to \(String(format: "%.3g", displacement)) mm away from its reference (another affine\(turned))",
      displacement: displacement)
  }
}
