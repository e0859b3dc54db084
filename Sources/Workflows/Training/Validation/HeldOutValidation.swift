package import ComputeEngine
package import Evaluation
import Files
package import Foundation
import Inference
import Labels
import ModelFiles
package import VolumeFiles
import Volumes

/// Predicts the cases that a training held out, whole and with the finished model, as `seg predict` does, measures them as `seg evaluate`
/// does, and notes in the model how confident it was.
package struct HeldOutValidation: Sendable {
  package var store: any CaseStore
  package var caseIDs: [String]
  /// The run folder with the model; predictions and `summary.json` go to `validation` in it.
  package var folder: URL
  /// What computes the network.
  package var backend: any Backend
  package var precision: Precision
  package var threads: Int
  /// The checksums that the cases must have, where they are known from the training.
  package var expectedChecksums: [String: String] = [:]

  package init(
    _ store: any CaseStore, caseIDs: [String], folder: URL, backend: any Backend,
    precision: Precision, threads: Int
  ) {
    self.store = store
    self.caseIDs = caseIDs
    self.folder = folder
    self.backend = backend
    self.precision = precision
    self.threads = threads
  }

  /// Writes predictions and `summary.json`.
  ///
  /// - Parameter isStopped: Asked before each case whether to leave the others out.
  /// - Throws: errors of files, of the model and of single cases.
  package func run(isStopped: () -> Bool = { false }) throws -> EvaluationSummary {
    var loading = try CaseLoading(store)
    loading.expectedChecksums = expectedChecksums
    let layout = RunLayout(folder)
    try AtomicFile.makeFolder(layout.validation)
    let table = store.description.labels
    let modelFolder = ModelFolder(folder)
    let model = try modelFolder.read()
    let predictor = try Predictor(
      models: [model], mirroring: model.description.predictsMirrored == true, threads: threads
    ) { model, batch in
      try EnginePatchNetwork(
        model, batch: batch, backend: backend, precision: precision, threads: threads)
    }
    predictor.measuresConfidence = true
    let settings = EvaluationSettings(
      labelNames: Dictionary(
        table.entries.dropFirst().map { (Int($0.value), $0.name) }, uniquingKeysWith: { $1 }))
    let evaluator = CaseEvaluator(settings: settings, threads: threads)
    var scores: [CaseScore] = []
    var confidences: [Double] = []
    for id in caseIDs where !isStopped() {
      let (data, labels) = try loading.read(id)
      let prediction = try predictor.predict(data.image, source: data.source)
      if let confidence = prediction.confidence { confidences.append(confidence) }
      let file = layout.validationLabels(of: id, ending: VolumeFile.standardEnding)
      try VolumeFile.write(prediction.labels, to: file)
      scores.append(
        try evaluator.score(
          caseID: id, prediction: prediction.labels, predictionFile: file.lastPathComponent,
          reference: table.values(of: labels)))
    }
    if !confidences.isEmpty, !isStopped() {
      var description = model.description
      description.heldOutConfidences = confidences
      try modelFolder.write(description)
    }
    let summary = try EvaluationSummary(
      settings: settings, cases: scores, problems: [], threads: threads)
    try AtomicFile.write(summary.json(), to: layout.validationSummary)
    return summary
  }
}
