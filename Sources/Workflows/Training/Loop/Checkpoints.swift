/// Writes a checkpoint whenever one is due.
struct Checkpoints {
  private let writer: RunWriter
  private let clock: TrainingClock
  private let intervalSeconds: Double
  private var lastSeconds: Double

  init(_ writer: RunWriter, clock: TrainingClock, intervalSeconds: Double) {
    self.writer = writer
    self.clock = clock
    self.intervalSeconds = intervalSeconds
    lastSeconds = clock.elapsedSeconds
  }

  /// Writes one where enough time has passed since the last, and at the end of the training.
  mutating func writeIfDue(_ state: TrainingState, isLast: Bool) throws {
    guard isLast || clock.elapsedSeconds - lastSeconds >= intervalSeconds else { return }
    try writer.writeCheckpoint(state, isLast: isLast)
    lastSeconds = clock.elapsedSeconds
  }
}
