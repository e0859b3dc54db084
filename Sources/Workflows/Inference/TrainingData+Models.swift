public import ModelFiles
public import QualityControl

extension TrainingData {
  /// What models that predict together know of their training data: the first one's ranges, and the confidences of all.
  ///
  /// Nothing where there is no model.
  public init(_ models: [ModelDescription]) {
    self.init(
      volumeRanges: models.first?.volumeRanges ?? [],
      intensityRanges: models.first?.intensityRanges,
      heldOutConfidences: models.flatMap { $0.heldOutConfidences ?? [] })
  }
}
