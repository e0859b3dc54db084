/// ``QualityRule/emptyPrediction``: a prediction should hold something.
enum EmptyPredictionRule {
  static let title = "Nothing found"
  static let explanation = "The prediction holds no label at all."

  static func flag(of labels: [PredictedLabel]) -> QualityFlag? {
    labels.contains { $0.isPresent }
      ? nil : QualityFlag(rule: .emptyPrediction, reason: "the prediction holds no label")
  }
}
