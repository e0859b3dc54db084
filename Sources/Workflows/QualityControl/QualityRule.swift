/// The documented rules behind ``QualityFlag``; each has its limits and its wording in the type of its name.
public enum QualityRule: String, Codable, Sendable, CaseIterable {
  /// A label has voxels in the first or last plane of an axis of at least 4 planes, so part of it
  /// may lie outside the volume.
  case touchesBorder = "touches_border"
  /// A component of at least 1 % of the label's voxels and at least 10 voxels has a gap of more
  /// than 30 mm to the label's largest component.
  case distantComponent = "distant_component"
  /// The prediction holds no label at all.
  case emptyPrediction = "empty_prediction"
  /// A volume outside the range that the references of the same label span (at least 5), or the model's training data, widened by a
  /// quarter on each side.
  case volumeOutsideRange = "volume_outside_range"
  /// A value that the data set's label list does not name.
  case unknownLabel = "unknown_label"
  /// The labelled area's intensities unlike those of the training data: the median beyond theirs by more than half of their largest
  /// spread, or a spread of less than half or more than twice theirs. Of predictions whose model knows its data.
  case intensityOutsideRange = "intensity_outside_range"
  /// A confidence (the mean probability of the predicted labels) whose distance from 1 is more than a quarter larger than that of the
  /// least confident case held out from the model's training; below 0.7 for models that do not know it. Of predictions made with a report.
  case lowConfidence = "low_confidence"

  /// What a reader calls the rule's breach, in two or three words.
  package var title: String {
    switch self {
    case .touchesBorder: BorderRule.title
    case .distantComponent: DistantPartRule.title
    case .emptyPrediction: EmptyPredictionRule.title
    case .volumeOutsideRange: VolumeRule.title
    case .unknownLabel: UnknownLabelRule.title
    case .intensityOutsideRange: IntensityRule.title
    case .lowConfidence: ConfidenceRule.title
    }
  }

  /// The rule in plain words.
  package var explanation: String {
    switch self {
    case .touchesBorder: BorderRule.explanation
    case .distantComponent: DistantPartRule.explanation
    case .emptyPrediction: EmptyPredictionRule.explanation
    case .volumeOutsideRange: VolumeRule.explanation
    case .unknownLabel: UnknownLabelRule.explanation
    case .intensityOutsideRange: IntensityRule.explanation
    case .lowConfidence: ConfidenceRule.explanation
    }
  }
}
