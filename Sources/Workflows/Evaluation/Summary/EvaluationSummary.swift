/// All that an evaluation found: the content of `summary.json`, and what reports are made of.
public struct EvaluationSummary: Sendable {
  public var settings: EvaluationSettings
  /// In order of their names.
  public var cases: [CaseScore]
  /// Labels in order of their value, then groups.
  public var labels: [LabelSummary]
  /// Over labels (without groups) of the labels' means, for each metric with a value.
  ///
  /// Dice and IoU are always written to JSON.
  public var mean: [Metric: Double]
  /// The same of the penalised rows.
  public var penalisedMean: [Metric: Double]
  /// Over cases, of each case's mean over its labels (without groups) for which the metric is
  /// defined.
  public var overall: [Metric: Distribution]
  /// The same with failures penalised.
  public var penalisedOverall: [Metric: Distribution]
  /// What a reader of the numbers must know about the whole evaluation, in sentences.
  public var notes: [String]
  /// Over all cases: voxels of one label in the reference and another (or the same) in the
  /// prediction, without background and background.
  public var confusions: [LabelConfusion]
  /// Cases that could not be scored.
  public var problems: [CaseProblem]
  /// Where two methods were compared.
  public var comparison: MethodComparison?

  /// Cases that have problems; with two methods one case may have several.
  public var unmeasuredCount: Int { Set(problems.map(\.caseID)).count }

  public init(
    settings: EvaluationSettings,
    cases: [CaseScore],
    labels: [LabelSummary],
    mean: [Metric: Double],
    penalisedMean: [Metric: Double] = [:],
    overall: [Metric: Distribution] = [:],
    penalisedOverall: [Metric: Distribution] = [:],
    notes: [String] = [],
    confusions: [LabelConfusion] = [],
    problems: [CaseProblem] = [],
    comparison: MethodComparison? = nil
  ) {
    self.settings = settings
    self.cases = cases
    self.labels = labels
    self.mean = mean
    self.penalisedMean = penalisedMean
    self.overall = overall
    self.penalisedOverall = penalisedOverall
    self.notes = notes
    self.confusions = confusions
    self.problems = problems
    self.comparison = comparison
  }

  /// Cases with the worst first: undefined Dice last, then by mean Dice.
  public var worstFirst: [CaseScore] {
    cases.sorted {
      let a = $0.meanDice ?? .infinity
      let b = $1.meanDice ?? .infinity
      return a == b ? $0.caseID < $1.caseID : a < b
    }
  }
}
