import Labels
import VolumeFiles

extension CaseLoading {
  /// The labelled cases of a data set, with the checksums that options ask for.
  ///
  /// - Parameter keepsCases: Whether cases that were read for a survey stay in memory for their preparation, where all of them fit.
  /// - Throws: ``TrainingError`` where the data set cannot be trained on.
  init(_ store: any CaseStore, options: TrainingOptions, keepsCases: Bool) throws {
    try self.init(store)
    expectedChecksums = options.expectedChecksums
    if keepsCases { held = HeldCases(limit: options.memoryForHeldCases) }
  }

  /// The names of all classes, background first.
  var classNames: [String] { store.description.labels.entries.map(\.name) }

  /// How many cases have no label map.
  var unlabelledCount: Int { store.caseIDs.count - ids.count }
}
