import Volumes

extension MethodComparison {
  static let metrics: [Metric] = [
    .dice, .iou, .normalizedSurfaceDice, .hausdorff, .hausdorff95,
    .averageSymmetricSurfaceDistance,
  ]

  /// Compares two methods on the cases that both have.
  ///
  /// Failures count penalised, as in ``LabelSummary/penalised``. Where one method rightly leaves a
  /// label out that the other invents, it counts as perfect (1, or 0 mm), so that inventing labels
  /// never goes unseen.
  /// - Parameters:
  ///   - cases: Scores of the method itself.
  ///   - others: Scores of the method it is compared with.
  public init(
    name: String, otherName: String, cases: [CaseScore], others: [CaseScore],
    settings: EvaluationSettings
  ) {
    let byID = Dictionary(others.map { ($0.caseID, $0) }) { first, _ in first }
    let pairs = cases.compactMap { entry in byID[entry.caseID].map { (entry, $0) } }
    var keys: [String] = []
    var groups: Set<String> = []
    for label in pairs.flatMap({ $0.0.labels + $0.1.labels }) {
      if !keys.contains(label.label) { keys.append(label.label) }
      if label.isGroup { groups.insert(label.label) }
    }
    keys.sort { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }

    var differences: [PairedDifference] = []
    var meanDice: [(Double, Double)] = []
    for (number, metric) in Self.metrics.enumerated() {
      var sums = [(a: Double, b: Double, count: Int)](repeating: (0, 0, 0), count: pairs.count)
      for (index, key) in keys.enumerated() {
        var values: [(Double, Double)] = []
        for (place, pair) in pairs.enumerated() {
          guard let value = Self.values(metric, key, pair) else { continue }
          values.append(value)
          if !groups.contains(key) {
            sums[place] = (
              sums[place].a + value.0, sums[place].b + value.1, sums[place].count + 1
            )
          }
        }
        differences.append(
          PairedDifference(
            label: key, metric: metric, values: values,
            bootstrap: Self.bootstrap(settings, [index, number])))
      }
      let means = sums.filter { $0.count > 0 }
        .map { ($0.a / Double($0.count), $0.b / Double($0.count)) }
      if metric == .dice { meanDice = means }
      differences.append(
        PairedDifference(
          label: nil, metric: metric, values: means,
          bootstrap: Self.bootstrap(settings, [-1, number])))
    }
    self.init(
      name: name, otherName: otherName, differences: differences,
      rankStability: Self.rankStability(of: meanDice, Self.bootstrap(settings, [-2])))
  }

  private static func bootstrap(_ settings: EvaluationSettings, _ stream: [Int]) -> Bootstrap {
    Bootstrap(
      samples: settings.bootstrapSamples,
      generator: SeededGenerator(seed: settings.seed, stream: [1_000_003] + stream))
  }

  /// A metric of one label by both methods, or `nil` where it says nothing.
  private static func values(
    _ metric: Metric, _ key: String, _ pair: (CaseScore, CaseScore)
  ) -> (Double, Double)? {
    func score(_ entry: CaseScore) -> (isAbsent: Bool, value: Double?) {
      guard let label = entry.labels.first(where: { $0.label == key }) else { return (true, nil) }
      return (label.status == .absent, label.penalised(metric, diagonal: entry.diagonal))
    }
    let perfect: Double = metric.isDistance ? 0 : 1
    switch (score(pair.0), score(pair.1)) {
    case ((_, let a?), (_, let b?)): return (a, b)
    case ((true, _), (_, let b?)): return (perfect, b)
    case ((_, let a?), (true, _)): return (a, perfect)
    default: return nil
    }
  }

  /// The share of bootstrap samples in which the first mean is the higher, ties counting half.
  private static func rankStability(of values: [(Double, Double)], _ bootstrap: Bootstrap)
    -> Double?
  {
    guard !values.isEmpty, bootstrap.samples > 0 else { return nil }
    let means = bootstrap.sampledMeans(of: values.map { $0.0 - $0.1 })
    let wins = means.count { $0 > 1e-12 }
    let ties = means.count { abs($0) <= 1e-12 }
    return (Double(wins) + Double(ties) / 2) / Double(means.count)
  }
}

extension PairedDifference {
  /// - Parameter values: Of this and the other method, case by case.
  init(label: String?, metric: Metric, values: [(Double, Double)], bootstrap: Bootstrap) {
    self.init(label: label, metric: metric, count: values.count)
    guard !values.isEmpty else { return }
    let differences = values.map { $0.0 - $0.1 }
    mean = Distribution.mean(of: values.map(\.0))
    otherMean = Distribution.mean(of: values.map(\.1))
    difference = Distribution.mean(of: differences)
    interval = bootstrap.intervalOfMean(of: differences)
    let better = metric.direction == .lower ? -1.0 : 1.0
    wins = differences.count { $0 * better > 0 }
    losses = differences.count { $0 * better < 0 }
    ties = differences.count - wins - losses
    pValue = WilcoxonSignedRank(differences: differences)?.pValue
  }
}
