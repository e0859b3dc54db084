public import Volumes

/// A scored case together with its volumes, for who draws it while it is in memory.
public struct EvaluatedCase: Sendable {
  public var score: CaseScore
  public var prediction: LabelMap
  /// On the same grid as the prediction; `nil` without references.
  public var reference: LabelMap?
  /// The scan on the same grid, where the data set holds it.
  public var image: Volume?

  public init(score: CaseScore, prediction: LabelMap, reference: LabelMap?, image: Volume?) {
    self.score = score
    self.prediction = prediction
    self.reference = reference
    self.image = image
  }
}
