import Volumes

extension LabelSummary {
  /// The metrics of the penalised row.
  static let penalisedMetrics: [Metric] = [
    .dice, .iou, .normalizedSurfaceDice, .hausdorff, .hausdorff95,
    .averageSymmetricSurfaceDistance, .meanAverageSurfaceDistance,
  ]

  /// Sums up one label.
  /// - Parameter index: Of the label among all, where its random stream begins.
  init(label: String, index: Int, cases: [CaseScore], settings: EvaluationSettings) {
    let scores = cases.compactMap { entry in
      entry.labels.first { $0.label == label }.map { (entry: entry, score: $0) }
    }
    let first = scores.first?.score
    self.init(
      label: label, name: first?.name ?? label, isGroup: first?.isGroup ?? false,
      statusCounts: [:], distributions: [:])
    for status in LabelStatus.allCases {
      statusCounts[status] = scores.count { $0.score.status == status }
    }
    // A case that does not list the label holds it in neither map.
    statusCounts[.absent, default: 0] += cases.count - scores.count

    for (number, metric) in Metric.allCases.enumerated() {
      func bootstrap(_ row: Int) -> Bootstrap {
        Bootstrap(
          samples: settings.bootstrapSamples,
          generator: SeededGenerator(seed: settings.seed, stream: [index, number, row]))
      }
      let values = scores.compactMap { $0.score[metric] }
      if !values.isEmpty {
        distributions[metric] = Distribution(of: values, bootstrap: bootstrap(0))
      }
      guard Self.penalisedMetrics.contains(metric) else { continue }
      let penalised = scores.compactMap {
        $0.score.penalised(metric, diagonal: $0.entry.diagonal)
      }
      if !penalised.isEmpty {
        self.penalised[metric] = Distribution(of: penalised, bootstrap: bootstrap(1))
      }
    }
    addVolumes(of: scores.map(\.score))
    outliers = [Metric.dice, .hausdorff95].flatMap { metric in
      Outlier.find(
        metric,
        in: scores.compactMap { pair in pair.score[metric].map { (pair.entry.caseID, $0) } })
    }
    distances = scores.compactMap(\.score.distances).reduce(nil) { sum, next in
      guard var sum else { return next }
      sum.add(next)
      return sum
    }
  }

  private mutating func addVolumes(of scores: [LabelScore]) {
    let pairs = scores.compactMap { score in
      score.status == .absent
        ? nil : score.referenceInMillilitres.map { ($0, score.predictionInMillilitres) }
    }
    volumes = VolumeAgreement(reference: pairs.map(\.0), prediction: pairs.map(\.1))
  }
}

extension LabelScore {
  /// The metric with failures at their worst: missed or spurious counts as 0, or as the volume's
  /// diagonal for a distance.
  /// - Returns: `nil` where the label is absent or there is no reference.
  func penalised(_ metric: Metric, diagonal: Double) -> Double? {
    switch status {
    case .missed, .spurious: metric.isDistance ? diagonal : 0
    case .present: self[metric]
    case .absent, .unreferenced: nil
    }
  }
}
