import Augmentation
public import ComputeEngine
import Files
import Foundation
import Inference
import Labels
import Logging
import ModelFiles
import Networks
import Pipelines
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
    /// What only those want to know who look for it.
    case detail(String)
  }

  /// What is trained, for people.
  public struct Summary: Sendable {
    public var trainingCases: Int
    /// Cases that validate and do not train; 0 where any Dice after an epoch is that of training cases.
    public var heldOutCases: Int
    public var patch: Extent
    public var batch: Int
    public var parameters: Int
    public var peakByteCount: Int
    public var precision: String
    public var recomputation: Recomputation?

    /// How many cases train, how many are held out.
    public var cases: String {
      "\(trainingCases) cases, "
        + (heldOutCases > 0
          ? "\(heldOutCases) held out" : "none held out: any Dice is that of training cases")
    }
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

  let store: any CaseStore
  let folder: RunFolder
  var options: TrainingOptions
  private let stop: StopSignal
  let report: (Event) -> Void
  /// For TensorBoard, where that was asked for.
  var events: EventFile?
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
    let logger = Logger(run: folder.files.messages)
    self.report = {
      logger.write($0)
      report($0)
    }
  }

  /// Seconds since the trainer was made.
  var elapsed: Double {
    Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }

  /// Trains to the end, or until it is told to stop.
  ///
  /// A file that cannot be written for now, on a full disk for example, does not end a training: it is said, and written again after the next
  /// epoch; only what cannot be written at the end is an error.
  /// - Throws: ``TrainingError``, errors of files and of the engine. What was saved before stays.
  public func run() throws -> Outcome {
    var preparation = try prepare()
    if options.writesEvents { events = try EventFile(in: folder.files.events) }
    return try withExtendedLifetime(preparation.cache) {
      let outcome = try loop(preparation, &preparation.state)
      if !outcome.isFinished { preparation.cache.keep() }
      return outcome
    }
  }

  // MARK: - Steps

  private func loop(_ preparation: Preparation, _ state: inout TrainingState) throws -> Outcome {
    let plan = preparation.plan
    let program = preparation.program
    let split = preparation.split
    let training = plan.pipeline.training
    let schedule = training.rateSchedule
    let accumulation = training.accumulation
    let sampler = try PatchSampler(
      cases: preparation.training, plan: plan,
      classNames: store.description.labels.entries.map(\.name), seed: options.seed)
    let loader = BatchLoader(sampler, firstStep: state.step * accumulation, threads: 1)
    defer { loader.stop() }
    var validator = Validator(plan: plan, cases: preparation.validation, options: options)

    let before = state.seconds
    let beginning = elapsed
    var lastCheckpoint = elapsed
    var failures = 0
    // What the end takes: the last validation, the full volumes, saving.
    var reserve = 2 + 0.1 * Double(split.validation.count)
    // How many times as long as after an epoch: of all cases, and mirrored.
    let mirrorings =
      plan.pipeline.inference.mirroring
      ? Mirroring(axes: plan.pipeline.augmentation.mirrorAxes).combinations.count : 1
    let wholeValidations =
      Double(split.validation.count * mirrorings) / Double(max(1, preparation.validation.count))
    func progress(_ step: Int) -> Double {
      switch options.length {
      case .epochs(let epochs): Double(step) / Double(max(1, epochs * training.stepsPerEpoch))
      case .seconds(let limit):
        (elapsed - beginning + before) / max(1, limit - beginning - reserve)
      case .recorded(let values): step < values.count ? values[step] : 1
      }
    }

    var done = progress(state.step)
    var waitedAtEpoch = 0.0
    var epochStart = elapsed
    if done < 1 {
      state.isFinished = false
      state.recordedProgress = Array(state.recordedProgress.prefix(state.step))
    }
    while done < 1 && !stop.isRequested {
      state.recordedProgress.append(done)
      let rate = schedule.rate(at: done) * state.rateFactor
      let loss = try step(
        loader, program, accumulation, number: state.step, learningRate: rate)
      state.step += 1
      state.seconds = before + elapsed - beginning
      done = progress(state.step)
      if loss.isFinite {
        state.epochLosses.append(loss)
        failures = 0
      } else {
        state.epochSkipped += 1
        failures += 1
        try recover(failures, &state)
      }
      report(.step(progress: done, loss: loss, learningRate: rate))

      if state.step % training.stepsPerEpoch == 0 || done >= 1 {
        let validationStart = elapsed
        let dice = try validator.dice(program)
        let validationTime = elapsed - validationStart
        reserve = max(
          reserve,
          2 + 0.05 * Double(split.validation.count) + validationTime * (1 + 1.25 * wholeValidations)
        )
        let waited = loader.secondsWaited
        let record = EpochRecord(
          epoch: state.records.count + 1, step: state.step, seconds: state.seconds,
          learningRate: rate, loss: Self.mean(state.epochLosses), dice: dice,
          waiting: (waited - waitedAtEpoch) / max(1e-9, validationStart - epochStart),
          skipped: state.epochSkipped)
        (waitedAtEpoch, epochStart) = (waited, elapsed)
        try finish(record, preparation, &state, slices: validator.slices, progress: done)
      }
      if done >= 1 {
        state.isFinished = true
        state.recordedProgress.append(done)
      }
      if done >= 1 || elapsed - lastCheckpoint >= training.checkpointSeconds {
        try save(program, state, isLast: done >= 1)
        lastCheckpoint = elapsed
      }
    }
    if done < 1 { try save(program, state, isLast: true) }
    let spent = max(1e-9, elapsed - beginning)
    return Outcome(
      isFinished: done >= 1, steps: state.step, seconds: state.seconds,
      dice: state.records.last?.meanDice, waiting: loader.secondsWaited / spent,
      validationCases: split.validation)
  }

  /// One update from as many batches as make one.
  /// - Returns: The mean loss, not finite where the update was left out.
  private func step(
    _ loader: BatchLoader, _ program: EngineTrainingProgram, _ accumulation: Int,
    number: Int, learningRate: Double
  ) throws -> Float {
    var loss: Float = 0
    for part in 1...max(1, accumulation) {
      let batch = try loader.next()
      let batchNumber = number * accumulation + part - 1
      loss += try batch.images.withUnsafeBufferPointer { images in
        try batch.labels.withUnsafeBufferPointer { labels in
          if part < accumulation {
            try program.accumulate(images: images, labels: labels, number: batchNumber)
          } else {
            try program.step(
              images: images, labels: labels, learningRate: Float(learningRate),
              number: batchNumber
            ).loss
          }
        }
      }
    }
    return loss / Float(max(1, accumulation))
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
        "the loss was not finite in \(failures) steps in a row; lower training.learning_rate, and look at the intensities with seg info"
      )
    }
  }

  private static func mean(_ values: [Float]) -> Double {
    values.isEmpty ? .nan : values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }
}
