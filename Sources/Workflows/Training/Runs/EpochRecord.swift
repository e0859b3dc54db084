/// What happened in one epoch.
package struct EpochRecord: Hashable, Sendable, Codable {
  package var epoch: Int
  /// Steps since the start of the training.
  package var step: Int
  /// Seconds of training so far, interruptions left out.
  package var seconds: Double
  package var learningRate: Double
  /// Mean over the epoch's steps.
  package var loss: Double
  /// Dice of each foreground class over the validation cases; `nil` where a class does not occur.
  package var dice: [Double?]
  /// The part of the time for which the engine waited for data.
  package var waiting: Double
  /// Steps that were left out because the loss was not finite.
  package var skipped: Int

  package init(
    epoch: Int, step: Int, seconds: Double, learningRate: Double, loss: Double, dice: [Double?],
    waiting: Double, skipped: Int
  ) {
    self.epoch = epoch
    self.step = step
    self.seconds = seconds
    self.learningRate = learningRate
    self.loss = loss
    self.dice = dice
    self.waiting = waiting
    self.skipped = skipped
  }

  /// The mean Dice over the classes that occur.
  package var meanDice: Double? {
    let known = dice.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
