extension Outlier {
  /// The cases beyond Tukey's fence on the bad side of a metric, worst first.
  ///
  /// None below five cases, where quartiles say little.
  static func find(_ metric: Metric, in values: [(caseID: String, value: Double)]) -> [Outlier] {
    guard values.count >= 5, metric.direction != .nearerZero else { return [] }
    let sorted = values.map(\.value).sorted()
    let lower = Distribution.quantile(0.25, ofSorted: sorted)
    let upper = Distribution.quantile(0.75, ofSorted: sorted)
    let reach = 1.5 * (upper - lower)
    let isHigherBetter = metric.direction == .higher
    let limit = isHigherBetter ? lower - reach : upper + reach
    return values.filter { isHigherBetter ? $0.value < limit : $0.value > limit }
      .sorted { isHigherBetter ? $0.value < $1.value : $0.value > $1.value }
      .map { Outlier(caseID: $0.caseID, metric: metric, value: $0.value, limit: limit) }
  }
}
