import Pipelines

extension PipelineConfiguration {
  /// Checks that every case and label that has a weight is in the data set.
  /// - Parameters:
  ///   - cases: All cases, those that are held out too.
  ///   - classes: The names of all classes, background first.
  /// - Throws: ``TrainingError`` that names the key, what is unknown and what there is.
  func checkNames(cases: [String], classes: [String]) throws(TrainingError) {
    func check(_ key: String, _ weights: [String: Double]?, _ known: [String], _ kind: String)
      throws(TrainingError)
    {
      guard let given = weights?.keys.sorted() else { return }
      guard let unknown = given.first(where: { !known.contains($0) }) else { return }
      let shown = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", ..." : "")
      throw TrainingError.usage("\(key): there is no \(kind) \(unknown); there are \(shown)")
    }
    try check("training.case_weights", training.caseWeights, cases, "case")
    try check(
      "training.foreground_weights", training.foregroundWeights, Array(classes.dropFirst()),
      "label")
    try check("loss.class_weights", loss.classWeights, classes, "class")
  }
}
