import ComputeEngine
import Files
import Foundation
import ModelFiles
import Pipelines
import Planning
import VolumeFiles

/// Makes a training ready in its run folder.
struct TrainingBuilder {
  let store: any CaseStore
  let folder: RunFolder
  let options: TrainingOptions
  let backend: any Backend
  let report: (TrainingEvent) -> Void

  /// Reads, plans, and loads what the training starts from.
  ///
  /// - Throws: ``TrainingError``, errors of the data set, of the pipeline, of files and of the engine.
  func build() throws -> PreparedTraining {
    let (preparation, split) = try options.resumes ? recorded() : surveyed()
    let unlabelled = preparation.loading.unlabelledCount
    if unlabelled > 0 { report(.note("\(unlabelled) cases have no label map and are left out")) }
    let program = try preparation.program(on: backend)
    let state = try TrainingStart(folder: folder, options: preparation.options, report: report)
      .state(program)
    try AtomicFile.write(
      PipelineFile.text(preparation.plan.pipeline), to: folder.files.pipeline)
    try RunRecord(
      data: store.location, options: preparation.options, oneDNN: backend.libraryVersion,
      split: split, survey: preparation.survey
    ).write(to: folder.files.record)
    let cases = try PreparedCases(
      preparation, split, folder: folder.files.cache, report: report)
    let training = PreparedTraining(
      preparation: preparation, split: split, program: program, state: state, cases: cases)
    report(.started(training.summary))
    return training
  }

  private func surveyed() throws -> (TrainingPreparation, Split) {
    let preparation = try TrainingPreparation(
      surveying: store, options: options, keepsCases: true
    ) { report(.preparing("Reading", $0)) }
    return (preparation, try preparation.split())
  }

  /// A run goes on with the pipeline, seed and cases that it began with.
  private func recorded() throws -> (TrainingPreparation, Split) {
    let record = try RunRecord(of: folder.url)
    var options = options
    options.pipeline = try PipelineFile.read(folder.files.pipeline)
    (options.seed, options.frozen) = (record.seed, record.frozen)
    options.expectedChecksums = record.survey.checksums
    let loading = try CaseLoading(store, options: options, keepsCases: false)
    try TrainingPreparation.check(record.split, loading, options: options)
    return (
      try TrainingPreparation(loading, options: options, survey: record.survey), record.split
    )
  }
}
