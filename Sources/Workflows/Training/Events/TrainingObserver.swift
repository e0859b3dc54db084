/// Follows a training, on the training's thread.
package protocol TrainingObserver: AnyObject {
  /// The first step is about to be taken.
  /// - Throws: What the training is to end with before it begins.
  func trainingStarts() throws

  /// Something happened that a person may want to know.
  func observe(_ event: TrainingEvent)

  /// A case was predicted: the cases of a validation one after the other, before the end of their epoch.
  func caseValidated(_ entry: ValidatedCase)

  /// An epoch is over.
  /// - Throws: ``FileError`` where a file cannot be written. The training reports it and goes on, except at its end; the next epoch is
  ///   the next attempt.
  func epochEnded(_ report: EpochReport) throws
}
