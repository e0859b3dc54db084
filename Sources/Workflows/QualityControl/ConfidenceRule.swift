/// ``QualityRule/lowConfidence``: a model should be about as sure as it was of the cases held out from its training.
///
/// How confident a network is of good predictions depends on the labels and on the training, so that
/// the limit comes from the cases that the training held out: a prediction is in doubt where its lack
/// of confidence is more than a quarter larger than that of the least confident of them.
package enum ConfidenceRule {
  /// By how much of its size the lack of confidence of the held-out cases is exceeded.
  static let margin = 0.25
  /// The limit where nothing is known of held-out cases: only gross failures lie below it.
  static let limitWithoutHeldOutCases = 0.7

  static let title = "Low confidence"
  static let explanation =
    "The model was less sure of what it marked than of any case held out from its training; where those are not known, its mean probability is below \(limitWithoutHeldOutCases)."

  /// The confidence below which a prediction is to be looked at twice.
  /// - Parameter confidences: Of the held-out cases, each from 0 to 1.
  static func limit(heldOut confidences: [Double]) -> Double {
    confidences.min().map { 1 - (1 - $0) * (1 + margin) } ?? limitWithoutHeldOutCases
  }

  /// A flag where a prediction is less confident than the held-out cases let expect.
  /// - Parameters:
  ///   - confidence: The mean probability of the predicted labels, 0 to 1.
  ///   - confidences: Of the held-out cases; empty where they are not known.
  package static func flag(
    of confidence: Double, heldOut confidences: [Double]
  ) -> QualityFlag? {
    let limit = limit(heldOut: confidences)
    guard confidence < limit else { return nil }
    let expected =
      confidences.min().map {
        "; in the cases held out from its training at least \(Quantity.text($0))"
      } ?? ", less than \(Quantity.text(limit))"
    return QualityFlag(
      rule: .lowConfidence,
      reason:
        "the model gives the labels that it marked a mean probability of \(Quantity.text(confidence))\(expected)"
    )
  }
}
