/// A reason to look at a case: a rule that it broke, with the numbers.
public struct QualityFlag: Sendable, Hashable, Codable {
  public var rule: QualityRule
  /// The label it is about, as in ``LabelScore/label``; `nil` for the whole case.
  public var label: String?
  /// One sentence for people.
  public var reason: String

  public init(rule: QualityRule, label: String? = nil, reason: String) {
    self.rule = rule
    self.label = label
    self.reason = reason
  }
}

/// The documented rules behind ``QualityFlag``.
public enum QualityRule: String, Codable, Sendable, CaseIterable {
  /// A label has voxels in the first or last plane of an axis of at least 4 planes, so part of it
  /// may lie outside the volume.
  case touchesBorder = "touches_border"
  /// A component of at least 1 % of the label's voxels and at least 10 voxels has a gap of more
  /// than 30 mm to the label's largest component.
  case distantComponent = "distant_component"
  /// The prediction holds no label at all.
  case emptyPrediction = "empty_prediction"
  /// A volume outside the range that the references of the same label span, widened by a quarter on
  /// each side (at least 5 references).
  case volumeOutsideRange = "volume_outside_range"
  /// A value that the data set's label list does not name.
  case unknownLabel = "unknown_label"
  /// Intensities unlike the training data.
  case intensityOutsideRange = "intensity_outside_range"
  /// Low confidence of the prediction.
  case lowConfidence = "low_confidence"
}
