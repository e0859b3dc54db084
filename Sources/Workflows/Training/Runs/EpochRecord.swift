import Files

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

extension EpochRecord {
  /// Checkpoints that lack what was measured beside the loss are of trainings that did not measure it.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      epoch: try values.decode(Int.self, forKey: .epoch),
      step: try values.decode(Int.self, forKey: .step),
      seconds: try values.decode(Double.self, forKey: .seconds),
      learningRate: try values.decode(Double.self, forKey: .learningRate),
      loss: try values.decode(Double.self, forKey: .loss),
      dice: try values.decode(.dice, default: []),
      waiting: try values.decode(.waiting, default: 0),
      skipped: try values.decode(.skipped, default: 0))
  }
}
