import Augmentation
import Files
import Foundation
import Inference
import Labels
import ModelFiles
import Pipelines
import Preprocessing
import VolumeFiles
import Volumes

extension Trainer {
  /// Writes what an epoch came to, and the model where it is the best so far.
  func finish(
    _ record: EpochRecord, _ preparation: Preparation, _ state: inout TrainingState,
    slices: [ValidationSlice], progress: Double
  ) throws {
    let isLast = progress >= 1
    state.records.append(record)
    state.epochLosses = []
    state.epochSkipped = 0
    let log = TrainingLog(
      classes: store.description.labels.entries.dropFirst().map(\.name), records: state.records)
    let isBest = state.note(dice: record.meanDice)
    let (steps, seconds) = (state.step, state.seconds)
    try attempt(isLast: isLast) {
      try AtomicFile.write(log.csv, to: folder.files.log)
      try AtomicFile.write(ProgressChart(log: log).svg, to: folder.files.chart)
      try AtomicFile.write(
        ProgressPage(
          name: folder.url.lastPathComponent, log: log, slices: slices, progress: progress
        ).html, to: folder.files.page)
    }
    if isBest {
      let plan = preparation.plan
      let description = ModelDescription(
        network: plan.network, patch: plan.patch, preprocessing: plan.preprocessing,
        labels: store.description.labels, channels: store.description.channels,
        mirroringAxes: plan.pipeline.augmentation.mirrorAxes,
        predictsMirrored: plan.pipeline.inference.mirroring,
        training: ModelDescription.TrainingSummary(
          softwareVersion: SoftwareVersion.current, steps: steps, seconds: seconds,
          validationDice: preparation.split.heldOut.isEmpty ? nil : record.meanDice),
        volumeRanges: preparation.survey.fingerprint.volumeRanges(of: store.description.labels),
        intensityRanges: preparation.survey.fingerprint.intensityRanges(
          plan.preprocessing.normalizations))
      try attempt(isLast: isLast) {
        try ModelFolder(folder.url).write(description, weights: preparation.program.weights())
      }
    }
    if let events {
      let before = state.records.dropLast().last
      let seconds = record.seconds - (before?.seconds ?? 0)
      try? events.write(
        record, classes: log.classes,
        stepsPerSecond: seconds > 0 ? Double(record.step - (before?.step ?? 0)) / seconds : nil)
    }
    report(.epoch(record))
  }

  /// Writes a checkpoint.
  func save(_ program: EngineTrainingProgram, _ state: TrainingState, isLast: Bool) throws {
    try attempt(isLast: isLast) {
      let tensors = try program.state().merging(state.tensors) { first, _ in first }
      try folder.write(tensors, metadata: state.metadata)
    }
  }

  /// Lets a training go on when a file cannot be written before its end.
  private func attempt(isLast: Bool, _ write: () throws -> Void) throws {
    do {
      try write()
    } catch let error as FileError where !isLast {
      report(.note("\(error.description); the training goes on and tries again later"))
    }
  }
}
