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

  /// Why a scan is unlike the training data, in words; `nil` where it is not.
  ///
  /// It is unlike where the foreground's median lies outside the training cases' by more than half
  /// of their largest spread, or where its spread is less than half of their smallest or more than
  /// twice their largest.
  public func problem(with profile: IntensityProfile) -> String? {
    let (median, spread) =
      isRelative ? profile.relative : (profile.median, profile.spread)
    let margin = largestSpread / 2
    if median < smallestMedian - margin || median > largestMedian + margin {
      return
        "the labelled area's median is \(text(median)), in the training data \(text(smallestMedian)) to \(text(largestMedian))"
    }
    if spread < smallestSpread / 2 || spread > largestSpread * 2 {
      return
        "the labelled area's intensities span \(text(spread)), in the training data \(text(smallestSpread)) to \(text(largestSpread))"
    }
    return nil
  }

  private func text(_ value: Double) -> String {
    let rounded =
      isRelative
      ? (value * 100).rounded() / 100
      : abs(value) < 10 ? (value * 1000).rounded() / 1000 : value.rounded()
    let number =
      rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    return isRelative ? number + " SD" : number
  }
}
