/// Ends epochs: validates, sums up what happened, and tells those who watch.
struct EpochCloser {
  private let training: PreparedTraining
  private let writer: RunWriter
  private let clock: TrainingClock
  private let observers: [any TrainingObserver]
  private let report: (TrainingEvent) -> Void
  private var validator: Validator
  private var startSeconds: Double
  private var waitedSeconds = 0.0

  init(
    _ training: PreparedTraining, writer: RunWriter, clock: TrainingClock,
    observers: [any TrainingObserver], report: @escaping (TrainingEvent) -> Void
  ) {
    self.training = training
    self.writer = writer
    self.clock = clock
    self.observers = observers
    self.report = report
    let (plan, options) = (training.preparation.plan, training.preparation.options)
    validator = Validator(
      plan: plan, cases: training.cases.validation, precision: options.precision,
      threads: options.threads)
    startSeconds = clock.elapsedSeconds
  }

  /// Ends an epoch.
  ///
  /// - Parameters:
  ///   - waited: Seconds for which the engine has waited for data in all.
  ///   - done: How much of the training is done.
  /// - Returns: The seconds that the validation took.
  mutating func close(
    _ state: inout TrainingState, learningRate: Double, waited: Double, done: Double
  ) throws -> Double {
    let validationStart = clock.elapsedSeconds
    let observers = observers
    let dice = try validator.dice(training.program) { entry in
      for observer in observers { observer.caseValidated(entry) }
    }
    let validationSeconds = clock.elapsedSeconds - validationStart
    let record = EpochRecord(
      epoch: state.records.count + 1, step: state.step, seconds: state.seconds,
      learningRate: learningRate, loss: Self.mean(state.epochLosses), dice: dice,
      waiting: (waited - waitedSeconds) / max(1e-9, validationStart - startSeconds),
      skipped: state.epochSkipped)
    (waitedSeconds, startSeconds) = (waited, clock.elapsedSeconds)
    let isBest = state.add(record)
    let epoch = EpochReport(
      classes: Array(training.preparation.loading.classNames.dropFirst()), records: state.records,
      progress: done)
    try writer.attempt(isLast: done >= 1) {
      for observer in observers { try observer.epochEnded(epoch) }
    }
    if isBest { try writer.writeModel(record, isLast: done >= 1) }
    report(.epoch(record))
    return validationSeconds
  }

  private static func mean(_ values: [Float]) -> Double {
    values.isEmpty ? .nan : values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }
}
