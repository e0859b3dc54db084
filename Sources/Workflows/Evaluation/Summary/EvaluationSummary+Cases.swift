import QualityControl
import Volumes

extension EvaluationSummary {
  /// Sums up scored cases.
  /// - Parameters:
  ///   - cases: In any order.
  ///   - problems: Cases that could not be scored.
  ///   - threads: How many threads of the kernels' pool may draw bootstrap samples.
  public init(
    settings: EvaluationSettings, cases: [CaseScore], problems: [CaseProblem], threads: Int = 1
  ) throws {
    var cases = cases.sorted { $0.caseID < $1.caseID }
    Self.flagVolumes(of: &cases)
    let keys = Self.keys(of: cases)
    var labels = [LabelSummary?](repeating: nil, count: keys.count)
    try labels.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let slots = buffer
      try ParallelTasks.run(count: keys.count, threads: threads) { index in
        slots[index] = LabelSummary(
          label: keys[index], index: index, cases: cases, settings: settings)
      }
    }
    self.init(
      settings: settings, cases: cases, labels: labels.compactMap { $0 }, mean: [:],
      confusions: Self.confusions(of: cases),
      problems: problems.sorted { ($0.caseID, $0.kind.rawValue) < ($1.caseID, $1.kind.rawValue) })
    mean = Self.meanOverLabels(of: self.labels.map(\.distributions), labels: self.labels)
    penalisedMean = Self.meanOverLabels(of: self.labels.map(\.penalised), labels: self.labels)
    overall = Self.overCases(cases, settings, stream: -3) { label, metric, _ in label[metric] }
    penalisedOverall = Self.overCases(cases, settings, stream: -4) { label, metric, diagonal in
      LabelSummary.penalisedMetrics.contains(metric)
        ? label.penalised(metric, diagonal: diagonal) : nil
    }
    notes = Self.notes(on: cases, settings)
  }

  /// Adds flags to cases whose volumes are unlike those of all references.
  private static func flagVolumes(of cases: inout [CaseScore]) {
    var references: [String: [Double]] = [:]
    for label in cases.lazy.flatMap(\.labels) {
      if let volume = label.referenceInMillilitres, volume > 0 {
        references[label.label, default: []].append(volume)
      }
    }
    for index in cases.indices {
      for label in cases[index].labels where label.counts.prediction > 0 && !label.isGroup {
        let flag = VolumeRule.flag(
          label: label.label, name: label.name, millilitres: label.predictionInMillilitres,
          references: references[label.label] ?? [])
        if let flag { cases[index].flags.append(flag) }
      }
    }
  }

  /// The distribution over cases of each case's mean over labels.
  private static func overCases(
    _ cases: [CaseScore], _ settings: EvaluationSettings, stream: Int,
    _ value: (LabelScore, Metric, _ diagonal: Double) -> Double?
  ) -> [Metric: Distribution] {
    var result: [Metric: Distribution] = [:]
    for (number, metric) in Metric.allCases.enumerated() {
      let means = cases.compactMap { entry -> Double? in
        let diagonal = entry.diagonal
        let values = entry.labels.filter { !$0.isGroup }
          .compactMap { value($0, metric, diagonal) }
        return values.isEmpty ? nil : Distribution.mean(of: values)
      }
      guard !means.isEmpty else { continue }
      let bootstrap = Bootstrap(
        samples: settings.bootstrapSamples,
        generator: SeededGenerator(seed: settings.seed, stream: [stream, number]))
      result[metric] = Distribution(of: means, bootstrap: bootstrap)
    }
    return result
  }

  private static func notes(on cases: [CaseScore], _ settings: EvaluationSettings) -> [String] {
    var notes: [String] = []
    let hasReferences = cases.contains { $0.referenceFile != nil }
    if hasReferences && cases.count < 50 {
      notes.append(
        "\(cases.count) case\(cases.count == 1 ? " is" : "s are") few: intervals of so small a sample are rough."
      )
    }
    if hasReferences, settings.measuresSurfaces, let tolerance = settings.tolerances.first {
      let coarse = cases.filter { tolerance < $0.spacing.axes.max() ?? 0 }
      if !coarse.isEmpty {
        notes.append(
          "The NSD tolerance of \(tolerance) mm is below the voxel spacing of \(coarse.count) of \(cases.count) cases: there NSD depends on the grid."
        )
      }
    }
    return notes
  }

  /// The labels of all cases, values in order, then groups in theirs.
  private static func keys(of cases: [CaseScore]) -> [String] {
    var values: Set<Int> = []
    var groups: [String] = []
    for label in cases.lazy.flatMap(\.labels) {
      if label.isGroup {
        if !groups.contains(label.label) { groups.append(label.label) }
      } else if let value = Int(label.label) {
        values.insert(value)
      }
    }
    return values.sorted().map(String.init) + groups
  }

  private static func meanOverLabels(
    of rows: [[Metric: Distribution]], labels: [LabelSummary]
  ) -> [Metric: Double] {
    var result: [Metric: Double] = [:]
    for metric in Metric.allCases {
      let means = zip(rows, labels).filter { !$0.1.isGroup }.compactMap { $0.0[metric]?.mean }
      if !means.isEmpty { result[metric] = Distribution.mean(of: means) }
    }
    return result
  }

  private static func confusions(of cases: [CaseScore]) -> [LabelConfusion] {
    struct Pair: Hashable {
      var reference: Int
      var prediction: Int
    }
    var sums: [Pair: Int] = [:]
    for pair in cases.lazy.flatMap(\.pairs) {
      sums[Pair(reference: pair.reference, prediction: pair.prediction), default: 0] += pair.voxels
    }
    return sums.map {
      LabelConfusion(
        reference: $0.key.reference, prediction: $0.key.prediction, voxels: $0.value)
    }
    .sorted { ($0.reference, $0.prediction) < ($1.reference, $1.prediction) }
  }
}
