/// A case that could not be scored, and why.
///
/// It is listed, and the other cases are scored all the same.
public struct CaseProblem: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case predictionWithoutReference = "prediction_without_reference"
    case referenceWithoutPrediction = "reference_without_prediction"
    case differentShape = "different_shape"
    case differentAffine = "different_affine"
    case unreadable
  }

  public var caseID: String
  public var kind: Kind
  /// One line that names the file and says what is wrong.
  public var message: String
  /// The largest distance in mm between the two places of a corner voxel, for
  /// ``Kind/differentAffine``.
  public var displacement: Double?

  public init(caseID: String, kind: Kind, message: String, displacement: Double? = nil) {
    self.caseID = caseID
    self.kind = kind
    self.message = message
    self.displacement = displacement
  }

  enum CodingKeys: String, CodingKey {
    case caseID = "case"
    case kind, message
    case displacement = "displacement_mm"
  }
}
