import ComputeEngine
import Labels
import Networks
import Pipelines
package import Planning
package import VolumeFiles

/// What a training, a trial of one, a preview of its patches and an estimate start from: a data set that was looked at, options that fit
/// it, and the plan that follows.
///
/// All checks of options against data are here, so that all of them refuse the same.
package struct TrainingPreparation {
  let loading: CaseLoading
  let options: TrainingOptions
  package let survey: DatasetSurvey
  package let plan: TrainingPlan
  private let groups: ParameterGroups

  /// Plans a training on a data set that was looked at.
  ///
  /// - Throws: ``TrainingError`` and ``PipelineError`` where the options do not fit the data or each other.
  init(_ loading: CaseLoading, options: TrainingOptions, survey: DatasetSurvey) throws {
    self.loading = loading
    self.options = options
    self.survey = survey
    try options.pipeline.checkNames(cases: loading.ids, classes: loading.classNames)
    plan = try TrainingPlan(
      options.pipeline, fingerprint: survey.fingerprint,
      channels: loading.store.description.channels, classes: loading.store.description.labels.count)
    groups = try ParameterGroups(
      rates: options.pipeline.training.learningRateGroups, frozen: options.frozen)
  }

  /// Looks at every labelled case of a data set, and plans.
  ///
  /// - Parameters:
  ///   - keepsCases: Whether cases that were read stay in memory for their preparation, where all of them fit.
  ///   - progress: Told how much is done, 0 to 1.
  /// - Throws: errors of the data set too.
  package init(
    surveying store: any CaseStore, options: TrainingOptions, keepsCases: Bool = false,
    progress: (Double) -> Void
  ) throws {
    let loading = try CaseLoading(store, options: options, keepsCases: keepsCases)
    try self.init(loading, options: options, survey: loading.survey(progress: progress))
  }

  /// Checks the names of the parts of the network that learn at a rate of their own.
  /// - Throws: ``TrainingError`` where a name fits no parameter.
  func requireKnownParts() throws {
    guard !groups.factors.isEmpty else { return }
    try groups.requireParts(of: plan.parameterNames(loading.classNames))
  }

  /// Makes the network, with its initial weights, ready to learn.
  /// - Throws: ``TrainingError`` where a part of the network is named that it does not have; errors of the engine.
  func program() throws -> EngineTrainingProgram {
    try requireKnownParts()
    return try EngineTrainingProgram(
      plan.program(
        precision: options.precision, threads: options.threads, seed: options.seed,
        classNames: loading.classNames, memoryLimit: options.memoryLimit,
        groups: groups.factors.isEmpty ? nil : groups))
  }

  /// Which cases train and which validate.
  /// - Throws: ``TrainingError`` where the fold does not exist or nothing is left to train on.
  func split() throws -> Split { try Self.split(loading, options: options, survey: survey) }

  /// The split that options ask for, also where there is no plan.
  /// - Throws: ``TrainingError`` where the fold does not exist or nothing is left to train on.
  static func split(_ loading: CaseLoading, options: TrainingOptions, survey: DatasetSurvey) throws
    -> Split
  {
    let split = try options.split(of: loading.ids, survey)
    try check(split, loading, options: options)
    return split
  }

  /// Checks a split against the data set and the weights of its cases.
  /// - Throws: ``TrainingError`` where it names unknown cases or nothing is left to train on.
  static func check(_ split: Split, _ loading: CaseLoading, options: TrainingOptions) throws {
    try split.check(against: loading.ids, in: loading.store.location)
    guard let weights = options.pipeline.training.caseWeights else { return }
    guard split.training.contains(where: { weights[$0] ?? 1 > 0 }) else {
      throw TrainingError.usage(
        "training.case_weights: every case that is trained on has weight 0")
    }
  }
}
