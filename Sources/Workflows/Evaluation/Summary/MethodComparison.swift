/// Two methods on the same cases: this evaluation's predictions, and others.
public struct MethodComparison: Sendable, Hashable, Codable {
  /// The two folders of predictions.
  public var name: String
  public var otherName: String
  /// One for each label and metric.
  public var differences: [PairedDifference]
  /// The share of bootstrap samples of the cases in which the mean Dice over labels of this method
  /// is the higher one; ties count half.
  public var rankStability: Double?

  public init(
    name: String, otherName: String, differences: [PairedDifference], rankStability: Double?
  ) {
    self.name = name
    self.otherName = otherName
    self.differences = differences
    self.rankStability = rankStability
  }

  enum CodingKeys: String, CodingKey {
    case name
    case otherName = "other_name"
    case differences
    case rankStability = "rank_stability"
  }
}
