/// A training at the end of an epoch.
package struct EpochReport: Sendable {
  /// The names of the foreground classes.
  package var classes: [String]
  /// All epochs so far, the one that ended last.
  package var records: [EpochRecord]
  /// How much of the training is done, 0 to 1.
  package var progress: Double

  package init(classes: [String], records: [EpochRecord], progress: Double) {
    self.classes = classes
    self.records = records
    self.progress = progress
  }
}
