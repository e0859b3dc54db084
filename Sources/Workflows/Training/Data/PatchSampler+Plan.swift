import Augmentation
import Pipelines

extension PatchSampler {
  /// The sampler of a plan.
  /// - Parameter classNames: The names of all classes, background first.
  /// - Throws: ``TrainingError`` where weights leave nothing to draw.
  init(cases: [PreparedCase], plan: TrainingPlan, classNames: [String], seed: UInt64) throws {
    let training = plan.pipeline.training
    var caseWeights: [Double]?
    if let given = training.caseWeights {
      let weights = cases.map { given[$0.id] ?? 1 }
      if !weights.contains(where: { $0 > 0 }) {
        throw TrainingError.usage(
          "training.case_weights: every case that is trained on has weight 0")
      }
      caseWeights = weights
    }
    var classWeights: [Double]?
    if let given = training.foregroundWeights {
      classWeights = classNames.map { given[$0] ?? 1 }
    }
    self.init(
      cases: cases, patch: plan.patch, batch: plan.batch,
      foregroundFraction: training.foregroundFraction,
      augmenter: Augmenter(plan.pipeline.augmentation, patch: plan.patch), seed: seed,
      caseWeights: caseWeights, classWeights: classWeights)
  }
}
