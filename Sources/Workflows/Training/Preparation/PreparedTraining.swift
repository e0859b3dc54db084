import ComputeEngine
import Planning

/// A training that is ready for its next step.
struct PreparedTraining {
  let preparation: TrainingPreparation
  let split: Split
  let program: EngineTrainingProgram
  /// Where it begins.
  var state: TrainingState
  let cases: PreparedCases

  /// What is trained, for people.
  var summary: TrainingSummary {
    let (plan, options) = (preparation.plan, preparation.options)
    return TrainingSummary(
      trainingCases: split.training.count, heldOutCases: split.heldOut.count, patch: plan.patch,
      batch: plan.batch, parameters: program.parameterCount, peakByteCount: program.peakByteCount,
      precision: options.precision.rawValue, recomputation: program.recomputation)
  }
}
