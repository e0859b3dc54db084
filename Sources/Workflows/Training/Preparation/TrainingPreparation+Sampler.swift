import Augmentation
import Pipelines
import Planning

extension TrainingPreparation {
  /// The sampler of a training, with the weights of its cases and labels.
  /// - Precondition: The cases are those that train in a split that was checked.
  func sampler(of cases: [PreparedCase]) -> PatchSampler {
    let weights = plan.pipeline.training.caseWeights
    return sampler(of: cases, weights: weights.map { given in cases.map { given[$0.id] ?? 1 } })
  }

  /// The sampler of one case, however rarely a training draws it.
  func sampler(of entry: PreparedCase) -> PatchSampler { sampler(of: [entry], weights: nil) }

  private func sampler(of cases: [PreparedCase], weights: [Double]?) -> PatchSampler {
    let training = plan.pipeline.training
    return PatchSampler(
      cases: cases, patch: plan.patch, batch: plan.batch,
      foregroundFraction: training.foregroundFraction,
      augmenter: Augmenter(plan.pipeline.augmentation, patch: plan.patch), seed: options.seed,
      caseWeights: weights,
      classWeights: training.foregroundWeights.map { given in
        loading.classNames.map { given[$0] ?? 1 }
      })
  }
}
