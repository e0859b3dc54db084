extension TrainingState {
  /// Ends the epoch under way.
  /// - Returns: True where the model is the best so far.
  mutating func add(_ record: EpochRecord) -> Bool {
    records.append(record)
    epochLosses = []
    epochSkipped = 0
    return note(dice: record.meanDice)
  }

  /// Begins at a point of the training: what was recorded of an earlier end is forgotten where there are steps left.
  mutating func begin(at progress: Double) {
    guard progress < 1 else { return }
    isFinished = false
    recordedProgress = Array(recordedProgress.prefix(step))
  }

  /// Ends the training.
  mutating func finish(at progress: Double) {
    isFinished = true
    recordedProgress.append(progress)
  }
}
