extension Distribution {
  /// The statistics of some values.
  /// - Parameters:
  ///   - values: Finite; those of cases in which the metric is undefined are left out before.
  ///   - bootstrap: Draws the interval of the mean.
  public init(of values: [Double], bootstrap: Bootstrap) {
    self.init(count: values.count)
    guard !values.isEmpty else { return }
    let sorted = values.sorted()
    mean = Self.mean(of: values)
    median = Self.quantile(0.5, ofSorted: sorted)
    standardDeviation = Self.standardDeviation(of: values)
    lowerQuartile = Self.quantile(0.25, ofSorted: sorted)
    upperQuartile = Self.quantile(0.75, ofSorted: sorted)
    minimum = sorted.first
    maximum = sorted.last
    interval = bootstrap.intervalOfMean(of: values)
  }

  static func mean(of values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// Of the sample (n - 1); `nil` below two values.
  static func standardDeviation(of values: [Double]) -> Double? {
    guard values.count > 1 else { return nil }
    let mean = mean(of: values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// Linear between order statistics (Hyndman and Fan 1996, type 7).
  /// - Precondition: there is at least one value.
  static func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double {
    let rank = share * Double(sorted.count - 1)
    let below = min(max(0, Int(rank)), sorted.count - 1)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
  }
}
