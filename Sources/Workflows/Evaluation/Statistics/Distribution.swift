/// The statistics of one metric over cases.
///
/// Quartiles interpolate linearly between order statistics (Hyndman and Fan type 7, NumPy's
/// default). `standardDeviation` is of the sample (n - 1) and undefined for n = 1.
public struct Distribution: Sendable, Hashable, Codable {
  /// How many values are defined.
  public var count: Int
  public var mean: Double?
  public var median: Double?
  public var standardDeviation: Double?
  public var lowerQuartile: Double?
  public var upperQuartile: Double?
  public var minimum: Double?
  public var maximum: Double?
  /// The 95 % interval of the mean by seeded bootstrap over cases (BCa, Efron 1987); undefined
  /// below two values.
  public var interval: [Double]?

  public init(
    count: Int,
    mean: Double? = nil,
    median: Double? = nil,
    standardDeviation: Double? = nil,
    lowerQuartile: Double? = nil,
    upperQuartile: Double? = nil,
    minimum: Double? = nil,
    maximum: Double? = nil,
    interval: [Double]? = nil
  ) {
    self.count = count
    self.mean = mean
    self.median = median
    self.standardDeviation = standardDeviation
    self.lowerQuartile = lowerQuartile
    self.upperQuartile = upperQuartile
    self.minimum = minimum
    self.maximum = maximum
    self.interval = interval
  }

  enum CodingKeys: String, CodingKey {
    case count = "n"
    case mean, median
    case standardDeviation = "std"
    case lowerQuartile = "q1"
    case upperQuartile = "q3"
    case minimum = "min"
    case maximum = "max"
    case interval = "ci95"
  }
}

extension Distribution {
  /// With `null` for undefined values.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(mean, forKey: .mean)
    try container.encode(median, forKey: .median)
    try container.encode(standardDeviation, forKey: .standardDeviation)
    try container.encode(lowerQuartile, forKey: .lowerQuartile)
    try container.encode(upperQuartile, forKey: .upperQuartile)
    try container.encode(minimum, forKey: .minimum)
    try container.encode(maximum, forKey: .maximum)
    try container.encode(interval, forKey: .interval)
  }
}
