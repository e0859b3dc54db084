/// ``QualityRule/unknownLabel``: what occurs should be in the data set's label list.
enum UnknownLabelRule {
  static let title = "Unknown label"
  static let explanation = "The prediction holds a value that the label list does not name."

  static func flag(of label: PredictedLabel) -> QualityFlag? {
    label.isListed
      ? nil
      : QualityFlag(
        rule: .unknownLabel, label: "\(label.value)",
        reason: "value \(label.value) is not in the label list")
  }
}
