/// What one channel's intensities are like in the data that a model was trained with.
public struct IntensityRange: Sendable, Hashable, Codable {
  /// True where the numbers are in standard deviations of each image from its mean, as for MR;
  /// false for absolute units, as for CT.
  public var isRelative: Bool
  /// Of the foreground's medians and spreads (5th to 95th percentile), over the cases.
  public var smallestMedian: Double
  public var largestMedian: Double
  public var smallestSpread: Double
  public var largestSpread: Double

  public init(
    isRelative: Bool, smallestMedian: Double, largestMedian: Double, smallestSpread: Double,
    largestSpread: Double
  ) {
    self.isRelative = isRelative
    self.smallestMedian = smallestMedian
    self.largestMedian = largestMedian
    self.smallestSpread = smallestSpread
    self.largestSpread = largestSpread
  }

  /// The range of several cases; `nil` where there is none.
  public init?(of profiles: [IntensityProfile], isRelative: Bool) {
    let values = profiles.map { isRelative ? $0.relative : ($0.median, $0.spread) }
    guard let smallestMedian = values.map(\.0).min(), let largestMedian = values.map(\.0).max(),
      let smallestSpread = values.map(\.1).min(), let largestSpread = values.map(\.1).max()
    else { return nil }
    self.init(
      isRelative: isRelative, smallestMedian: smallestMedian, largestMedian: largestMedian,
      smallestSpread: smallestSpread, largestSpread: largestSpread)
  }
}
