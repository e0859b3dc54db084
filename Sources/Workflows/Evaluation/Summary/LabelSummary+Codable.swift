/// As in `summary.json`: a key for each metric, and one for each status with the number of cases.
extension LabelSummary: Codable {
  private enum Key: String, CodingKey {
    case label, name, group, penalised, volumes, outliers
    case distances = "surface_distances"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(label, forKey: .label)
    try container.encode(name, forKey: .name)
    if isGroup { try container.encode(true, forKey: .group) }
    try container.encode(volumes, forKey: .volumes)
    try container.encode(outliers, forKey: .outliers)
    try container.encodeIfPresent(distances, forKey: .distances)
    var rows = container.nestedContainer(keyedBy: Metric.self, forKey: .penalised)
    for (metric, distribution) in penalised { try rows.encode(distribution, forKey: metric) }
    var statuses = encoder.container(keyedBy: NamedKey.self)
    for status in LabelStatus.allCases {
      try statuses.encode(statusCounts[status] ?? 0, forKey: NamedKey(status.rawValue))
    }
    var metrics = encoder.container(keyedBy: Metric.self)
    for metric in Metric.allCases where metric != .centrelineDice || distributions[metric] != nil {
      try metrics.encode(distributions[metric] ?? Distribution(count: 0), forKey: metric)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let statuses = try decoder.container(keyedBy: NamedKey.self)
    let metrics = try decoder.container(keyedBy: Metric.self)
    let rows = try container.nestedContainer(keyedBy: Metric.self, forKey: .penalised)
    self.init(
      label: try container.decode(String.self, forKey: .label),
      name: try container.decode(String.self, forKey: .name),
      isGroup: try container.decodeIfPresent(Bool.self, forKey: .group) ?? false,
      statusCounts: [:], distributions: [:],
      volumes: try container.decodeIfPresent(VolumeAgreement.self, forKey: .volumes),
      outliers: try container.decode([Outlier].self, forKey: .outliers),
      distances: try container.decodeIfPresent(SurfaceDistanceHistogram.self, forKey: .distances))
    for status in LabelStatus.allCases {
      statusCounts[status] = try statuses.decode(Int.self, forKey: NamedKey(status.rawValue))
    }
    for metric in Metric.allCases {
      let distribution = try metrics.decodeIfPresent(Distribution.self, forKey: metric)
      distributions[metric] = distribution?.count == 0 ? nil : distribution
      penalised[metric] = try rows.decodeIfPresent(Distribution.self, forKey: metric)
    }
  }
}
