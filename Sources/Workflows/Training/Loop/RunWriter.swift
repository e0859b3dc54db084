import Augmentation
import Files
import Labels
import ModelFiles
import Pipelines
import Planning
import Preprocessing
import VolumeFiles

/// Writes what a training leaves in its folder: the best model and checkpoints.
struct RunWriter {
  private let training: PreparedTraining
  private let folder: RunFolder
  private let report: (TrainingEvent) -> Void

  init(
    _ training: PreparedTraining, folder: RunFolder, report: @escaping (TrainingEvent) -> Void
  ) {
    self.training = training
    self.folder = folder
    self.report = report
  }

  /// Lets a training go on when a file cannot be written before its end.
  ///
  /// - Throws: What `write` throws, but for errors of files before the end, which are reported.
  func attempt(isLast: Bool, _ write: () throws -> Void) throws {
    do {
      try write()
    } catch let error as FileError where !isLast {
      report(.note("\(error.description); training continues and tries again later"))
    }
  }

  /// Writes the weights of the program as the model.
  ///
  /// - Parameter record: The epoch that it is of.
  func writeModel(_ record: EpochRecord, isLast: Bool) throws {
    let preparation = training.preparation
    let (plan, data) = (preparation.plan, preparation.loading.store.description)
    let description = ModelDescription(
      network: plan.network, patch: plan.patch, preprocessing: plan.preprocessing,
      labels: data.labels, channels: data.channels,
      mirroringAxes: plan.pipeline.augmentation.mirrorAxes,
      predictsMirrored: plan.pipeline.inference.mirroring,
      training: ModelDescription.TrainingSummary(
        softwareVersion: SoftwareVersion.current, steps: record.step, seconds: record.seconds,
        validationDice: training.split.heldOut.isEmpty ? nil : record.meanDice),
      volumeRanges: preparation.survey.fingerprint.volumeRanges(of: data.labels),
      intensityRanges: preparation.survey.fingerprint.intensityRanges(
        plan.preprocessing.normalizations))
    try attempt(isLast: isLast) {
      try ModelFolder(folder.url).write(description, weights: training.program.weights())
    }
  }

  /// Writes a checkpoint.
  func writeCheckpoint(_ state: TrainingState, isLast: Bool) throws {
    try attempt(isLast: isLast) {
      let tensors = try training.program.state().merging(state.tensors) { first, _ in first }
      try folder.write(tensors, metadata: state.metadata)
    }
  }
}
