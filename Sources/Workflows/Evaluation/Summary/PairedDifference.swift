/// The difference of a metric between two methods, case by case, of one label.
///
/// Missed and spurious cases count penalised.
public struct PairedDifference: Sendable, Hashable, Codable {
  /// As in ``LabelScore/label``; `nil` for the mean over labels.
  public var label: String?
  public var metric: Metric
  /// Cases in which both methods have the metric.
  public var count: Int
  public var mean: Double?
  public var otherMean: Double?
  /// Mean of this - other.
  public var difference: Double?
  /// The 95 % bootstrap interval (BCa) of the mean difference.
  public var interval: [Double]?
  /// Cases in which this method is better, equal, worse.
  public var wins: Int
  public var ties: Int
  public var losses: Int
  /// Of the two-sided Wilcoxon signed-rank test; `nil` where all differences are 0.
  public var pValue: Double?

  public init(
    label: String?,
    metric: Metric,
    count: Int,
    mean: Double? = nil,
    otherMean: Double? = nil,
    difference: Double? = nil,
    interval: [Double]? = nil,
    wins: Int = 0,
    ties: Int = 0,
    losses: Int = 0,
    pValue: Double? = nil
  ) {
    self.label = label
    self.metric = metric
    self.count = count
    self.mean = mean
    self.otherMean = otherMean
    self.difference = difference
    self.interval = interval
    self.wins = wins
    self.ties = ties
    self.losses = losses
    self.pValue = pValue
  }

  enum CodingKeys: String, CodingKey {
    case label, metric
    case count = "n"
    case mean
    case otherMean = "other_mean"
    case difference
    case interval = "ci95"
    case wins, ties, losses
    case pValue = "p_wilcoxon"
  }
}
