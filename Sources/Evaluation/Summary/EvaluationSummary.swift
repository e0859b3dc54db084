/// All that an evaluation found: the content of `summary.json`, and what reports are made of.
public struct EvaluationSummary: Sendable {
  public var settings: EvaluationSettings
  /// In order of their names.
  public var cases: [CaseScore]
  /// Labels in order of their value, then groups.
  public var labels: [LabelSummary]
  /// Over labels (without groups) of the labels' means, for each metric with a value. Dice and IoU are always written to JSON.
  public var mean: [Metric: Double]
  /// The same of the penalised rows.
  public var penalisedMean: [Metric: Double]
  /// Over all cases: voxels of one label in the reference and another (or the same) in the prediction, without background and background.
  public var confusions: [LabelConfusion]
  /// Cases that could not be scored.
  public var problems: [CaseProblem]
  /// Where two methods were compared.
  public var comparison: MethodComparison?

  public init(
    settings: EvaluationSettings,
    cases: [CaseScore],
    labels: [LabelSummary],
    mean: [Metric: Double],
    penalisedMean: [Metric: Double] = [:],
    confusions: [LabelConfusion] = [],
    problems: [CaseProblem] = [],
    comparison: MethodComparison? = nil
  ) {
    self.settings = settings
    self.cases = cases
    self.labels = labels
    self.mean = mean
    self.penalisedMean = penalisedMean
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
