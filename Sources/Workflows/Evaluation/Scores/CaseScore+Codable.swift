import QualityControl
import Volumes

/// As in `summary.json`: `labels` is an object whose keys are the labels' values or groups' names.
extension CaseScore: Codable {
  private enum Key: String, CodingKey {
    case caseID = "case"
    case predictionFile = "prediction_file"
    case referenceFile = "reference_file"
    case extent
    case spacing = "spacing_mm"
    case labels, focus, confusions, flags
    case meanDice = "mean_dice"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(caseID, forKey: .caseID)
    try container.encode(predictionFile, forKey: .predictionFile)
    try container.encode(referenceFile, forKey: .referenceFile)
    try container.encode(extent, forKey: .extent)
    try container.encode(spacing, forKey: .spacing)
    try container.encode(focus, forKey: .focus)
    try container.encode(confusions, forKey: .confusions)
    try container.encode(flags, forKey: .flags)
    try container.encode(meanDice, forKey: .meanDice)
    var rows = container.nestedContainer(keyedBy: NamedKey.self, forKey: .labels)
    for label in labels { try rows.encode(label, forKey: NamedKey(label.label)) }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let rows = try container.decode([String: LabelScore].self, forKey: .labels)
    self.init(
      caseID: try container.decode(String.self, forKey: .caseID),
      predictionFile: try container.decode(String.self, forKey: .predictionFile),
      referenceFile: try container.decodeIfPresent(String.self, forKey: .referenceFile),
      extent: try container.decode(Extent.self, forKey: .extent),
      spacing: try container.decode(Spacing.self, forKey: .spacing),
      labels: rows.values.sorted {
        ($0.isGroup ? 1 : 0, $0.order) < ($1.isGroup ? 1 : 0, $1.order)
      },
      focus: try container.decodeIfPresent(VoxelIndex.self, forKey: .focus),
      confusions: try container.decode([LabelConfusion].self, forKey: .confusions),
      flags: try container.decode([QualityFlag].self, forKey: .flags))
  }
}

extension LabelScore {
  /// Where a label stands among others.
  fileprivate var order: Int { Int(label) ?? .max }
}
