import Augmentation
import Inference
import Pipelines
import Planning

/// The steps of a training, from where it stands to its end.
struct TrainingLoop {
  private let split: Split
  private let checksums: [String: String]
  private let training: PipelineConfiguration.Training
  private let schedule: Schedule
  private let loader: BatchLoader
  private let stepper: Stepper
  private let clock: TrainingClock
  private let beginning: Double
  private let earlierSeconds: Double
  private let report: (TrainingEvent) -> Void
  private var state: TrainingState
  private var progress: TrainingProgress
  private var recovery = LossRecovery()
  private var epochs: EpochCloser
  private var checkpoints: Checkpoints

  init(
    _ prepared: PreparedTraining, writer: RunWriter, clock: TrainingClock,
    observers: [any TrainingObserver], report: @escaping (TrainingEvent) -> Void
  ) {
    let preparation = prepared.preparation
    let plan = preparation.plan
    training = plan.pipeline.training
    schedule = training.rateSchedule
    split = prepared.split
    checksums = preparation.survey.checksums
    self.clock = clock
    self.report = report
    state = prepared.state
    earlierSeconds = state.seconds
    loader = BatchLoader(
      preparation.sampler(of: prepared.cases.training),
      firstStep: state.step * training.accumulation, threads: 1)
    stepper = Stepper(loader, prepared.program, accumulation: training.accumulation)
    let beginning = clock.elapsedSeconds
    self.beginning = beginning
    progress = TrainingProgress(
      preparation.options.length, stepsPerEpoch: training.stepsPerEpoch
    ) { [state] limit in
      TimeBudget(
        limitSeconds: limit, earlierSeconds: state.seconds, preparationSeconds: beginning,
        heldOutCases: prepared.split.validation.count,
        finalValidations: Self.finalValidations(prepared))
    }
    checkpoints = Checkpoints(writer, clock: clock, intervalSeconds: training.checkpointSeconds)
    epochs = EpochCloser(
      prepared, writer: writer, clock: clock, observers: observers, report: report)
  }

  /// How many times as long as after an epoch the validation takes at the end: of all cases, and mirrored.
  private static func finalValidations(_ training: PreparedTraining) -> Double {
    let pipeline = training.preparation.plan.pipeline
    let mirrorings =
      pipeline.inference.mirroring
      ? Mirroring(axes: pipeline.augmentation.mirrorAxes).combinations.count : 1
    return Double(training.split.validation.count * mirrorings)
      / Double(max(1, training.cases.validation.count))
  }

  /// Takes steps until the training is done or told to stop; saves either way.
  ///
  /// - Throws: ``TrainingError``, errors of files at the end, and of the engine.
  mutating func run(isStopped: () -> Bool) throws -> Trainer.Outcome {
    defer { loader.stop() }
    var done = fraction
    state.begin(at: done)
    while done < 1 && !isStopped() {
      let learningRate = schedule.rate(at: done) * state.rateFactor
      done = try step(at: done, learningRate: learningRate)
      if isEpochOver(done) {
        progress.recordValidation(
          seconds: try epochs.close(
            &state, learningRate: learningRate, waited: loader.secondsWaited, done: done))
      }
      if done >= 1 { state.finish(at: done) }
      try checkpoints.writeIfDue(state, isLast: done >= 1)
    }
    if done < 1 { try checkpoints.writeIfDue(state, isLast: true) }
    return outcome(isFinished: done >= 1)
  }

  /// How much is done, 0 to 1 and beyond.
  private var fraction: Double {
    progress.fraction(step: state.step, elapsedSeconds: clock.elapsedSeconds)
  }

  /// Takes one step.
  /// - Returns: How much is done after it.
  private mutating func step(at done: Double, learningRate: Double) throws -> Double {
    state.recordedProgress.append(done)
    let loss = try stepper.step(number: state.step, learningRate: learningRate)
    state.step += 1
    state.seconds = earlierSeconds + clock.elapsedSeconds - beginning
    let done = fraction
    try recovery.note(loss, &state, report: report)
    report(.step(progress: done, loss: loss, learningRate: learningRate))
    return done
  }

  private func isEpochOver(_ done: Double) -> Bool {
    done >= 1
      || state.step % training.stepsPerEpoch == 0
        && progress.permitsValidation(elapsedSeconds: clock.elapsedSeconds)
  }

  private func outcome(isFinished: Bool) -> Trainer.Outcome {
    Trainer.Outcome(
      isFinished: isFinished, steps: state.step, seconds: state.seconds,
      dice: state.records.last?.meanDice,
      waiting: loader.secondsWaited / max(1e-9, clock.elapsedSeconds - beginning),
      validationCases: split.validation, checksums: checksums)
  }
}
