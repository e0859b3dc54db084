/// A case whose metric lies beyond Tukey's fence on the bad side: more than 1.5 interquartile
/// ranges outside the quartiles.
public struct Outlier: Sendable, Hashable, Codable {
  public var caseID: String
  public var metric: Metric
  public var value: Double
  /// The fence it crossed.
  public var limit: Double

  public init(
    caseID: String,
    metric: Metric,
    value: Double,
    limit: Double
  ) {
    self.caseID = caseID
    self.metric = metric
    self.value = value
    self.limit = limit
  }

  enum CodingKeys: String, CodingKey {
    case caseID = "case"
    case metric, value, limit
  }
}
