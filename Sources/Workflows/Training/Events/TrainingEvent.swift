/// What a training tells about itself.
package enum TrainingEvent: Sendable {
  /// A stage before the first step, and how much of it is done.
  case preparing(String, Double)
  /// The first step is about to be taken.
  case started(TrainingSummary)
  /// A step was taken: how much is done, the loss, the learning rate.
  case step(progress: Double, loss: Float, learningRate: Double)
  case epoch(EpochRecord)
  case note(String)
  /// What only those want to know who look for it.
  case detail(String)
}
