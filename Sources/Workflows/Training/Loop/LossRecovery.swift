/// Lowers the learning rate when losses are not finite again and again, and gives up at last.
struct LossRecovery {
  private var failuresInARow = 0
  private static let failuresToHalveRate = 5
  private static let mostFailures = 50

  /// Takes in the loss of the step that was taken last.
  ///
  /// - Throws: ``TrainingError`` where too many in a row were not finite.
  mutating func note(
    _ loss: Float, _ state: inout TrainingState, report: (TrainingEvent) -> Void
  ) throws {
    guard !loss.isFinite else {
      state.epochLosses.append(loss)
      failuresInARow = 0
      return
    }
    state.epochSkipped += 1
    failuresInARow += 1
    report(.note("step \(state.step): the loss is not finite; the step is left out"))
    if failuresInARow % Self.failuresToHalveRate == 0 {
      state.rateFactor /= 2
      report(.note("the learning rate is halved after \(failuresInARow) such steps in a row"))
    }
    guard failuresInARow < Self.mostFailures else {
      throw TrainingError.badData(
        "the loss was not finite in \(failuresInARow) steps in a row; lower training.learning_rate, and look at the intensities with seg info"
      )
    }
  }
}
