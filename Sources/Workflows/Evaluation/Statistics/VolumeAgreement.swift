/// How predicted volumes of a label agree with reference volumes over the cases that have either.
///
/// Source: Bland and Altman 1986 (bias and limits), Lin 1989 (concordance), Shrout and Fleiss 1979
/// (ICC(2,1)).
public struct VolumeAgreement: Sendable, Hashable, Codable {
  public var count: Int
  /// Mean of prediction - reference in ml.
  public var bias: Double
  /// Standard deviation (n - 1) of the differences in ml; `nil` for one case.
  public var standardDeviation: Double?
  /// bias ± 1.96 standard deviations, in ml.
  public var limitsOfAgreement: [Double]?
  /// 95 % interval of the bias in ml (normal approximation with Student's t).
  public var biasInterval: [Double]?
  /// Pearson's r; `nil` where a series is constant or has fewer than two cases.
  public var pearson: Double?
  /// Lin's concordance correlation coefficient.
  public var concordance: Double?
  /// Intraclass correlation ICC(2,1): two-way random effects, absolute agreement, single rater.
  public var intraclass: Double?

  public init(
    count: Int,
    bias: Double,
    standardDeviation: Double? = nil,
    limitsOfAgreement: [Double]? = nil,
    biasInterval: [Double]? = nil,
    pearson: Double? = nil,
    concordance: Double? = nil,
    intraclass: Double? = nil
  ) {
    self.count = count
    self.bias = bias
    self.standardDeviation = standardDeviation
    self.limitsOfAgreement = limitsOfAgreement
    self.biasInterval = biasInterval
    self.pearson = pearson
    self.concordance = concordance
    self.intraclass = intraclass
  }

  enum CodingKeys: String, CodingKey {
    case count = "n"
    case bias = "bias_ml"
    case standardDeviation = "std_ml"
    case limitsOfAgreement = "limits_of_agreement_ml"
    case biasInterval = "bias_ci95_ml"
    case pearson
    case concordance = "ccc"
    case intraclass = "icc"
  }
}
