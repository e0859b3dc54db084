import Files
import ComputeEngine
import Foundation
import Inference
import Networks
import Pipelines
import Transforms
public import VolumeFiles
public import Volumes

/// Trains a network on a data set: preparation, steps, validation, checkpoints and the finished model in a run folder.
///
/// Runs on the calling thread alone, with the data prepared on threads beside it.
public final class Trainer {
  /// What a training tells about itself.
  public enum Event: Sendable {
    /// A stage before the first step, and how much of it is done.
    case preparing(String, Double)
    /// The first step is about to be taken.
    case started(Summary)
    /// A step was taken: how much is done, the loss, the learning rate.
    case step(progress: Double, loss: Float, learningRate: Double)
    case epoch(EpochRecord)
    case note(String)
  }

  /// What is trained, for people.
  public struct Summary: Sendable {
    public var trainingCases: Int
    public var validationCases: Int
    public var patch: Extent
    public var batch: Int
    public var parameters: Int
    public var peakByteCount: Int
    public var precision: String
  }

  /// How a training ended.
  public struct Outcome: Sendable {
    public var isFinished: Bool
    public var steps: Int
    public var seconds: Double
    /// The mean validation Dice of the last epoch.
    public var dice: Double?
    /// The part of the time for which the engine waited for data.
    public var waiting: Double
    public var validationCases: [String]
  }

  private let store: any CaseStore
  private let folder: RunFolder
  private let options: TrainingOptions
  private let stop: StopSignal
  private let report: (Event) -> Void
  private let start = DispatchTime.now().uptimeNanoseconds

  /// - Parameters:
  ///   - store: The labelled cases.
  ///   - stop: Ends the training after the step under way.
  ///   - report: Told what happens.
  public init(
    _ store: any CaseStore, folder: RunFolder, options: TrainingOptions, stop: StopSignal,
    report: @escaping (Event) -> Void
  ) {
    self.store = store
    self.folder = folder
    self.options = options
    self.stop = stop
    self.report = report
  }

  /// Seconds since the trainer was made.
  private var elapsed: Double {
    Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }

  /// Trains to the end, or until it is told to stop.
  /// - Throws: ``TrainingError``, errors of files and of the engine. What was saved before stays.
  public func run() throws -> Outcome {
    let loading = try CaseLoading(store)
    let split = try split(loading.ids)
    let fingerprint = try loading.fingerprint { report(.preparing("Reading", $0)) }
    let plan = try TrainingPlan(
      options.pipeline, fingerprint: fingerprint, channels: store.description.channels,
      classes: store.description.labels.count)
    let program = try EngineTrainingProgram(
      plan.program(precision: options.precision, threads: options.threads, seed: options.seed))
    var state = TrainingState(seed: options.seed)
    if options.resumes {
      state = try resume(program)
    } else if let initial = options.initialModel {
      let (loaded, missing) = try program.initialize(
        from: ModelFolder(initial).read().weights)
      report(
        .note(
          "\(loaded) tensors taken from \(initial.lastPathComponent)"
            + (missing.isEmpty ? "" : ", \(missing.count) start anew: \(missing.prefix(3).joined(separator: ", "))")))
    }
    try writeRecord(plan, split, fingerprint)
    let (cache, training, validation) = try prepare(loading, split, plan, fingerprint)
    report(
      .started(
        Summary(
          trainingCases: split.training.count, validationCases: split.validation.count,
          patch: plan.patch, batch: plan.batch, parameters: program.parameterCount,
          peakByteCount: program.peakByteCount, precision: options.precision.rawValue)))
    return try withExtendedLifetime(cache) {
      let outcome = try loop(plan, program, (training, validation), split, &state)
      if !outcome.isFinished { cache.keep() }
      return outcome
    }
  }

  // MARK: - Before the first step

  private func split(_ ids: [String]) throws -> Split {
    let split: Split
    switch options.fold {
    case .none: split = Split(training: ids, validation: ids)
    case .split(let given): split = given
    case .number(let fold):
      let folds = Split.folds(of: ids)
      guard folds.indices.contains(fold) else {
        throw TrainingError.usage(
          "fold \(fold) does not exist: \(ids.count) labelled cases make \(folds.count) folds")
      }
      split = folds[fold]
    }
    if let unknown = (split.training + split.validation).first(where: { !ids.contains($0) }) {
      throw TrainingError.badData(
        "the split names the case \(unknown), which \(store.location.path) does not have with labels")
    }
    guard !split.training.isEmpty else { throw TrainingError.badData("no case is left to train on") }
    let unlabelled = store.caseIDs.count - ids.count
    if unlabelled > 0 { report(.note("\(unlabelled) cases have no label map and are left out")) }
    return split
  }

  private func resume(_ program: EngineTrainingProgram) throws -> TrainingState {
    guard folder.hasCheckpoint else {
      throw TrainingError.usage(
        "\(folder.url.path): there is no checkpoint to go on from; train without --resume")
    }
    let file = try Safetensors.read(folder.checkpoint)
    let state = try TrainingState(checkpoint: file, url: folder.checkpoint)
    try program.restore(file.tensors)
    return state
  }

  private func writeRecord(_ plan: TrainingPlan, _ split: Split, _ fingerprint: DatasetFingerprint)
    throws
  {
    try AtomicFile.write(PipelineFile.text(plan.pipeline), to: folder.pipeline)
    let record = RunRecord(
      softwareVersion: SoftwareVersion.current, data: store.location.path, seed: options.seed,
      precision: options.precision.rawValue, threads: options.threads, split: split,
      fingerprint: fingerprint)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(String(decoding: try encoder.encode(record), as: UTF8.self), to: folder.record)
  }

  private func prepare(
    _ loading: CaseLoading, _ split: Split, _ plan: TrainingPlan, _ fingerprint: DatasetFingerprint
  ) throws -> (cache: CaseCache, training: [PreparedCase], validation: [PreparedCase]) {
    let validation = Self.spread(split.validation, options.pipeline.training.validationCases)
    let held = Set(validation)
    let ids = Array(Set(split.training).union(held)).sorted()
    let cache = try CaseCache(
      loading, ids: ids, preprocessing: plan.preprocessing, fingerprint: fingerprint,
      seed: options.seed, memory: options.cacheMemory ?? CaseCache.usualMemory,
      folder: folder.cache, threads: options.threads,
      progress: { report(.preparing("Preparing", $0)) }, note: { report(.note($0)) })
    let training = Set(split.training)
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

  // MARK: - Steps

  private func loop(
    _ plan: TrainingPlan, _ program: EngineTrainingProgram,
    _ cases: (training: [PreparedCase], validation: [PreparedCase]), _ split: Split,
    _ state: inout TrainingState
  ) throws -> Outcome {
    let training = plan.pipeline.training
    let schedule = training.rateSchedule
    let sampler = try PatchSampler(
      cases: cases.training, plan: plan, classNames: store.description.labels.entries.map(\.name),
      seed: options.seed)
    let loader = BatchLoader(sampler, firstStep: state.step, threads: 1)
    defer { loader.stop() }
    var validator = Validator(plan: plan, cases: cases.validation, options: options)

    let before = state.seconds
    let beginning = elapsed
    var lastCheckpoint = elapsed
    var failures = 0
    // What the end takes: the last validation, the full volumes, saving.
    var reserve = 2 + 0.1 * Double(split.validation.count)
    func progress(_ step: Int) -> Double {
      switch options.length {
      case .epochs(let epochs): Double(step) / Double(max(1, epochs * training.stepsPerEpoch))
      case .seconds(let limit):
        (elapsed - beginning + before) / max(1, limit - beginning - reserve)
      }
    }

    var done = progress(state.step)
    var waitedAtEpoch = 0.0
    var epochStart = elapsed
    while done < 1 && !stop.isRequested {
      let rate = schedule.rate(at: done) * state.rateFactor
      let batch = try loader.next()
      let result = try batch.images.withUnsafeBufferPointer { images in
        try batch.labels.withUnsafeBufferPointer { labels in
          try program.step(images: images, labels: labels, learningRate: Float(rate))
        }
      }
      state.step += 1
      state.seconds = before + elapsed - beginning
      done = progress(state.step)
      if result.loss.isFinite {
        state.epochLosses.append(result.loss)
        failures = 0
      } else {
        state.epochSkipped += 1
        failures += 1
        try recover(failures, &state)
      }
      report(
        .step(
          progress: done, loss: result.loss, learningRate: rate))

      if state.step % training.stepsPerEpoch == 0 || done >= 1 {
        let validationStart = elapsed
        let dice = try validator.dice(program)
        reserve = max(reserve, 2 + 3 * (elapsed - validationStart) + 0.05 * Double(split.validation.count))
        let waited = loader.secondsWaited
        let record = EpochRecord(
          epoch: state.records.count + 1, step: state.step, seconds: state.seconds,
          learningRate: rate, loss: Self.mean(state.epochLosses), dice: dice,
          waiting: (waited - waitedAtEpoch) / max(1e-9, validationStart - epochStart),
          skipped: state.epochSkipped)
        (waitedAtEpoch, epochStart) = (waited, elapsed)
        try finish(record, plan, program, &state)
        if elapsed - lastCheckpoint > 60 || done >= 1 {
          try folder.write(program.state(), metadata: state.metadata)
          lastCheckpoint = elapsed
        }
      }
    }
    if done < 1 { try folder.write(program.state(), metadata: state.metadata) }
    let spent = max(1e-9, elapsed - beginning)
    return Outcome(
      isFinished: done >= 1, steps: state.step, seconds: state.seconds,
      dice: state.records.last?.meanDice, waiting: loader.secondsWaited / spent,
      validationCases: split.validation)
  }

  /// Lowers the rate when losses are not finite again and again, and gives up at last.
  private func recover(_ failures: Int, _ state: inout TrainingState) throws {
    report(.note("step \(state.step): the loss is not finite; the step is left out"))
    if failures % 5 == 0 {
      state.rateFactor /= 2
      report(.note("the learning rate is halved after \(failures) such steps in a row"))
    }
    guard failures < 50 else {
      throw TrainingError.badData(
        "the loss was not finite in \(failures) steps in a row; lower training.learning_rate, and look at the intensities with seg info")
    }
  }

  private func finish(
    _ record: EpochRecord, _ plan: TrainingPlan, _ program: EngineTrainingProgram,
    _ state: inout TrainingState
  ) throws {
    state.records.append(record)
    state.epochLosses = []
    state.epochSkipped = 0
    let log = TrainingLog(
      classes: store.description.labels.entries.dropFirst().map(\.name), records: state.records)
    try AtomicFile.write(log.csv, to: folder.log)
    try AtomicFile.write(ProgressChart(log: log).svg, to: folder.chart)
    if state.note(dice: record.meanDice) {
      let description = ModelDescription(
        network: plan.network, patch: plan.patch, preprocessing: plan.preprocessing,
        labels: store.description.labels, channels: store.description.channels,
        mirroringAxes: plan.pipeline.augmentation.mirrorAxes,
        training: ModelDescription.TrainingSummary(
          softwareVersion: SoftwareVersion.current, steps: state.step, seconds: state.seconds,
          validationDice: record.meanDice))
      try ModelFolder(folder.url).write(description, weights: program.weights())
    }
    report(.epoch(record))
  }

  private static func mean(_ values: [Float]) -> Double {
    values.isEmpty ? .nan : values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }
}
