/// The layout of `summary.json`.
extension EvaluationSummary: Codable {
  private enum Key: String, CodingKey {
    case format, version, settings, definitions, cases, labels, mean, confusions, problems
    case comparison, overall, notes
    case penalisedOverall = "penalised_overall"
    case penalisedMean = "penalised_mean"
  }

  public func encode(to encoder: any Encoder) throws {
    try encodeHead(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(cases, forKey: .cases)
    try container.encode(confusions, forKey: .confusions)
    try container.encode(problems, forKey: .problems)
    var rows = container.nestedContainer(keyedBy: NamedKey.self, forKey: .labels)
    for label in labels { try rows.encode(label, forKey: NamedKey(label.label)) }
  }

  /// Everything but the lists, which ``json()`` writes line by line.
  func encodeHead(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode("seg-evaluation", forKey: .format)
    try container.encode(1, forKey: .version)
    try container.encode(settings, forKey: .settings)
    var definitions = container.nestedContainer(keyedBy: NamedKey.self, forKey: .definitions)
    try definitions.encode(settings.surface.explanation, forKey: NamedKey("surface"))
    for metric in Metric.allCases {
      try definitions.encode(metric.definition, forKey: NamedKey(metric.rawValue))
    }
    try container.encodeIfPresent(comparison, forKey: .comparison)
    try container.encode(notes, forKey: .notes)
    for (key, values) in [(Key.overall, overall), (Key.penalisedOverall, penalisedOverall)] {
      var metrics = container.nestedContainer(keyedBy: Metric.self, forKey: key)
      for (metric, distribution) in values { try metrics.encode(distribution, forKey: metric) }
    }
    for (key, values) in [(Key.mean, mean), (Key.penalisedMean, penalisedMean)] {
      var metrics = container.nestedContainer(keyedBy: Metric.self, forKey: key)
      for metric in Metric.allCases where values[metric] != nil || [.dice, .iou].contains(metric) {
        try metrics.encode(values[metric], forKey: metric)
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let rows = try container.decode([String: LabelSummary].self, forKey: .labels)
    let groups = try container.decode(EvaluationSettings.self, forKey: .settings).groups.map(\.name)
    func order(_ label: LabelSummary) -> (Int, Int) {
      label.isGroup
        ? (1, groups.firstIndex(of: label.label) ?? .max) : (0, Int(label.label) ?? .max)
    }
    self.init(
      settings: try container.decode(EvaluationSettings.self, forKey: .settings),
      cases: try container.decode([CaseScore].self, forKey: .cases),
      labels: rows.values.sorted { order($0) < order($1) }, mean: [:],
      confusions: try container.decode([LabelConfusion].self, forKey: .confusions),
      problems: try container.decode([CaseProblem].self, forKey: .problems),
      comparison: try container.decodeIfPresent(MethodComparison.self, forKey: .comparison))
    let mean = try container.nestedContainer(keyedBy: Metric.self, forKey: .mean)
    let penalised = try container.nestedContainer(keyedBy: Metric.self, forKey: .penalisedMean)
    notes = try container.decode([String].self, forKey: .notes)
    let overall = try container.nestedContainer(keyedBy: Metric.self, forKey: .overall)
    let worst = try container.nestedContainer(keyedBy: Metric.self, forKey: .penalisedOverall)
    for metric in Metric.allCases {
      self.overall[metric] = try overall.decodeIfPresent(Distribution.self, forKey: metric)
      penalisedOverall[metric] = try worst.decodeIfPresent(Distribution.self, forKey: metric)
      self.mean[metric] = try mean.decodeIfPresent(Double.self, forKey: metric)
      penalisedMean[metric] = try penalised.decodeIfPresent(Double.self, forKey: metric)
    }
  }
}
