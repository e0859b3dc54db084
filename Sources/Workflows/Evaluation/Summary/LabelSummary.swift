/// The statistics of one label or group over all cases.
public struct LabelSummary: Sendable, Hashable {
  /// As in ``LabelScore/label``.
  public var label: String
  public var name: String
  /// True for a group of labels; groups do not enter ``EvaluationSummary/mean``.
  public var isGroup: Bool
  /// How many cases have which status.
  public var statusCounts: [LabelStatus: Int]
  /// Over the cases in which the metric is defined.
  public var distributions: [Metric: Distribution]
  /// The same with failures counted, so that failing never looks better: missed or spurious cases
  /// have Dice, IoU and NSD 0 and distances of the volume's diagonal.
  public var penalised: [Metric: Distribution]
  public var volumes: VolumeAgreement?
  public var outliers: [Outlier]
  /// Surfaces of all cases by distance.
  public var distances: SurfaceDistanceHistogram?

  public init(
    label: String,
    name: String,
    isGroup: Bool = false,
    statusCounts: [LabelStatus: Int],
    distributions: [Metric: Distribution],
    penalised: [Metric: Distribution] = [:],
    volumes: VolumeAgreement? = nil,
    outliers: [Outlier] = [],
    distances: SurfaceDistanceHistogram? = nil
  ) {
    self.label = label
    self.name = name
    self.isGroup = isGroup
    self.statusCounts = statusCounts
    self.distributions = distributions
    self.penalised = penalised
    self.volumes = volumes
    self.outliers = outliers
    self.distances = distances
  }
}

extension LabelSummary {
  /// Whether the label is missed or spurious in a case, so that the penalised statistics differ.
  public var hasFailures: Bool {
    (statusCounts[.missed] ?? 0) + (statusCounts[.spurious] ?? 0) > 0
  }
}
