import Foundation
import VolumeFiles
import Volumes

extension CaseProblem {
  /// What is wrong where a prediction does not lie on its reference's grid, by `Geometry.difference(from:)`.
  static func onOtherGrid(
    caseID: String, prediction: Geometry, file: String, reference: Geometry
  ) -> CaseProblem? {
    switch reference.difference(from: prediction) {
    case nil: return nil
    case .extent:
      return CaseProblem(
        caseID: caseID, kind: .differentShape,
        message:
          "\(file): the prediction has \(prediction.extent) voxels (z, y, x), its reference \(reference.extent)"
      )
    case .displacement(let displacement):
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
}
