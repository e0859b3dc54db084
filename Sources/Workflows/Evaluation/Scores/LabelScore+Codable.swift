/// As in `summary.json`: every metric is there, undefined ones as `null`.
extension LabelScore: Codable {
  private enum Key: String, CodingKey {
    case label, name, group, status, tp, fp, fn, tn, lesions
    case referenceInMillilitres = "reference_ml"
    case predictionInMillilitres = "prediction_ml"
    case surfaceDice = "nsd_at"
    case predictionComponents = "prediction_components"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(label, forKey: .label)
    try container.encode(name, forKey: .name)
    if isGroup { try container.encode(true, forKey: .group) }
    try container.encode(status, forKey: .status)
    try container.encode(counts.truePositives, forKey: .tp)
    try container.encode(counts.falsePositives, forKey: .fp)
    try container.encode(counts.falseNegatives, forKey: .fn)
    try container.encode(counts.trueNegatives, forKey: .tn)
    try container.encode(referenceInMillilitres, forKey: .referenceInMillilitres)
    try container.encode(predictionInMillilitres, forKey: .predictionInMillilitres)
    try container.encode(surfaceDice, forKey: .surfaceDice)
    try container.encodeIfPresent(lesions, forKey: .lesions)
    try container.encodeIfPresent(predictionComponents, forKey: .predictionComponents)
    var metrics = encoder.container(keyedBy: Metric.self)
    for metric in Metric.allCases where metric != .centrelineDice || values[metric] != nil {
      try metrics.encode(values[metric], forKey: metric)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      label: try container.decode(String.self, forKey: .label),
      name: try container.decode(String.self, forKey: .name),
      isGroup: try container.decodeIfPresent(Bool.self, forKey: .group) ?? false,
      status: try container.decode(LabelStatus.self, forKey: .status),
      counts: ConfusionCounts(
        truePositives: try container.decode(Int.self, forKey: .tp),
        falsePositives: try container.decode(Int.self, forKey: .fp),
        falseNegatives: try container.decode(Int.self, forKey: .fn),
        trueNegatives: try container.decode(Int.self, forKey: .tn)),
      referenceInMillilitres: try container.decodeIfPresent(
        Double.self, forKey: .referenceInMillilitres),
      predictionInMillilitres: try container.decode(
        Double.self, forKey: .predictionInMillilitres),
      surfaceDice: try container.decode([ToleranceScore].self, forKey: .surfaceDice),
      lesions: try container.decodeIfPresent(LesionDetection.self, forKey: .lesions),
      predictionComponents: try container.decodeIfPresent(Int.self, forKey: .predictionComponents))
    let metrics = try decoder.container(keyedBy: Metric.self)
    for metric in Metric.allCases {
      values[metric] = try metrics.decodeIfPresent(Double.self, forKey: metric)
    }
  }
}
