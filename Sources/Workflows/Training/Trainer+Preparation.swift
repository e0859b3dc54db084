import ComputeEngine
import Files
import Foundation
import Labels
import ModelFiles
import Networks
import Pipelines
import Preprocessing
import VolumeFiles
import Volumes

extension Trainer {
  /// Everything that the first step needs.
  struct Preparation {
    var split: Split
    var survey: DatasetSurvey
    var plan: TrainingPlan
    var program: EngineTrainingProgram
    var state: TrainingState
    var cache: CaseCache
    var training: [PreparedCase]
    var validation: [PreparedCase]
  }

  /// Reads, plans, and loads what the training starts from.
  func prepare() throws -> Preparation {
    var loading = try CaseLoading(store)
    loading.expectedChecksums = options.expectedChecksums
    loading.held = HeldCases(limit: options.memoryForHeldCases)
    let survey: DatasetSurvey
    let split: Split
    if options.resumes {
      // The run goes on with what it was begun with.
      let record = try RunRecord(of: folder.url)
      options.pipeline = try PipelineFile.read(folder.files.pipeline)
      (options.seed, options.frozen) = (record.seed, record.frozen)
      (survey, split) = (record.survey, record.split)
      loading.expectedChecksums = survey.checksums
    } else {
      survey = try loading.survey { report(.preparing("Reading", $0)) }
      split = try options.split(of: loading.ids, survey)
    }
    try split.check(against: loading.ids, in: store.location)
    let unlabelled = store.caseIDs.count - loading.ids.count
    if unlabelled > 0 { report(.note("\(unlabelled) cases have no label map and are left out")) }
    let classNames = store.description.labels.entries.map(\.name)
    try options.pipeline.checkNames(cases: loading.ids, classes: classNames)
    let plan = try TrainingPlan(
      options.pipeline, fingerprint: survey.fingerprint, channels: store.description.channels,
      classes: store.description.labels.count)
    let groups = try ParameterGroups(
      rates: options.pipeline.training.learningRateGroups, frozen: options.frozen)
    let program = try EngineTrainingProgram(
      plan.program(
        precision: options.precision, threads: options.threads, seed: options.seed,
        classNames: classNames, memoryLimit: options.memoryLimit,
        groups: groups.factors.isEmpty ? nil : groups), backend: backend)
    try groups.requireParts(of: program.parameterNames)
    let state = try startingState(program)
    try AtomicFile.write(PipelineFile.text(plan.pipeline), to: folder.files.pipeline)
    try RunRecord(
      data: store.location, options: options, oneDNN: backend.libraryVersion, split: split,
      survey: survey
    ).write(to: folder.files.record)
    let cases = try prepare(loading, split, plan, survey.fingerprint)
    report(
      .started(
        Summary(
          trainingCases: split.training.count,
          heldOutCases: split.heldOut.count,
          patch: plan.patch, batch: plan.batch, parameters: program.parameterCount,
          peakByteCount: program.peakByteCount, precision: options.precision.rawValue,
          recomputation: program.recomputation)))
    return Preparation(
      split: split, survey: survey, plan: plan, program: program, state: state,
      cache: cases.cache, training: cases.training, validation: cases.validation)
  }

  /// Where the training starts: at a checkpoint, with another model's weights, or anew.
  private func startingState(_ program: EngineTrainingProgram) throws -> TrainingState {
    if options.resumes { return try resumed(program) }
    if let initial = options.initialModel {
      let transfer = try program.initialize(fromModelAt: initial)
      report(.note("from \(initial.lastPathComponent): \(transfer.summary)"))
      for line in transfer.details { report(.detail(line)) }
    }
    return TrainingState(seed: options.seed)
  }

  /// Goes on from the newest checkpoint that is whole.
  private func resumed(_ program: EngineTrainingProgram) throws -> TrainingState {
    guard folder.hasCheckpoint else {
      // Stopped or killed before the first checkpoint: the beginning is where it goes on.
      report(.note("there is no checkpoint yet; the training starts from its beginning"))
      return TrainingState(seed: options.seed)
    }
    var problem: (any Error)?
    for url in [folder.files.checkpoint, folder.files.previousCheckpoint]
    where FileManager.default.fileExists(atPath: url.path) {
      do {
        let (file, state) = try TrainingState.checkpoint(url)
        try program.restore(file.tensors)
        if let problem {
          let text = (problem as? any UserFacingError)?.description ?? "\(problem)"
          report(.note("\(text); going on from the one before, step \(state.step)"))
        }
        return state
      } catch {
        problem = problem ?? error
      }
    }
    throw problem ?? TrainingError.usage("\(folder.url.path): there is no checkpoint")
  }

  private func prepare(
    _ loading: CaseLoading, _ split: Split, _ plan: TrainingPlan, _ fingerprint: DatasetFingerprint
  ) throws -> (cache: CaseCache, training: [PreparedCase], validation: [PreparedCase]) {
    let validation = Self.spread(split.validation, options.pipeline.training.validationCases)
    let held = Set(validation)
    let training = Set(split.training)
    let cache = try CaseCache(
      loading, ids: training.union(held).sorted(), preprocessing: plan.preprocessing,
      fingerprint: fingerprint, seed: options.seed,
      memory: options.cacheMemory ?? CaseCache.usualMemory, folder: folder.files.cache,
      threads: options.threads, progress: { report(.preparing("Preparing", $0)) },
      note: { report(.note($0)) })
    return (
      cache, cache.cases.filter { training.contains($0.id) },
      cache.cases.filter { held.contains($0.id) }
    )
  }

  /// `count` names spread evenly over a list.
  private static func spread(_ names: [String], _ count: Int) -> [String] {
    guard count > 0, names.count > count else { return count > 0 ? names : [] }
    return (0..<count).map { names[$0 * names.count / count] }
  }
}
