import ArgumentParser
import ComputeEngine
import Files
import Foundation
import Inference
import Labels
import ModelFiles
import QualityControl
import Reports
import VolumeFiles
import Volumes

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Segments images with a trained model.",
    discussion: """
      Writes one label map for each case, on the grid and with the geometry of its image. The channels of a case are \
      CASE_0000.nii.gz, CASE_0001.nii.gz, ..., or one 4D file. Without --output, the result of volume.nii.gz is \
      volume_seg.nii.gz in the current folder.
      """)

  @Argument(help: ArgumentHelp("NIfTI files, or folders of them.", valueName: "file|folder"))
  var inputs: [String]

  @Option(
    help: ArgumentHelp(
      "The run folder of a model; several, and the folds in a folder, are averaged. By default $SEG_MODEL, else the newest under runs/.",
      valueName: "run"))
  var model: [String] = []

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("A file for one case, or a folder.", valueName: "file|dir"))
  var output: String?

  @Flag(help: "Write the probability of every class too, as a 4D image.")
  var probabilities = false

  @Flag(
    inversion: .prefixedNo,
    help: """
      Predict each patch in all mirrorings of the training, too: slower, a little more accurate. By default as the pipeline of the \
      training says.
      """)
  var mirroring: Bool?

  @Flag(
    help:
      "Write a report with a page for every case, too: report.html and report.pdf with pictures, volumes, and reasons to look twice, in the folder \"report\" beside the label maps."
  )
  var report = false

  @Option(help: ArgumentHelp("Write the report to this folder.", valueName: "dir"))
  var reportFolder: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Intensities that the report's pictures show: soft-tissue, lung, bone, brain, liver, mediastinum, or CENTRE,WIDTH (in HU for CT). By default soft-tissue for CT, and the 1st to 99th percentile of other scans.",
      valueName: "name|centre,width"))
  var window: IntensityWindow?

  @OptionGroup var engine: EngineOptions

  func run() throws {
    TemporaryItems.removeOnSignals()
    let models = try modelFolders().map { try $0.read() }
    let outputs = try PredictionOutputs(
      paths: inputs.map { URL(fileURLWithPath: $0) },
      output: output.map { URL(fileURLWithPath: $0) },
      currentFolder: URL(fileURLWithPath: FileManager.default.currentDirectoryPath),
      probabilities: probabilities)
    let predictor = try Predictor(
      models: models,
      mirroring: mirroring ?? models.allSatisfy { $0.description.predictsMirrored == true },
      threads: engine.threads,
      makeNetwork: engine.patchNetwork)
    let run = PredictionRun(
      predictor: predictor, outputs: outputs,
      volumeRanges: models[0].description.volumeRanges)

    let page = try makeReport(models, beside: outputs.items.first?.labels)
    predictor.measuresConfidence = page != nil
    var reportProblem: (any Error)?
    Failure.note("computing in \(engine.resolvedPrecision.rawValue)")

    var progress = DelayedProgress("Predicting")
    let total = Double(outputs.items.count)
    let worst = run.run { event in
      switch event {
      case .progress(let item, let index, let fraction):
        progress.update((Double(index) + fraction) / total, item.input.id)
      case .finished(let item, let image, let prediction, let notes):
        progress.clear()
        do {
          try page?.add(
            caseID: item.input.id, image: image, inputs: item.input.channelFiles,
            prediction: prediction.labels, predictionFile: item.labels,
            confidence: prediction.confidence)
        } catch {
          reportProblem = reportProblem ?? error
        }
        for note in notes { Failure.report("\(name(of: item)): \(note)") }
        print("\(item.labels.relativeToCurrentFolder): \(summary(prediction, predictor.labels))")
      case .failed(let item, let error):
        progress.clear()
        let line = line(for: error, item)
        page?.add(problem: line, caseID: item.input.id)
        Failure.report(line)
      }
    }
    if let reportProblem { throw reportProblem }
    for file in try page?.finish() ?? [] { print(file.relativeToCurrentFolder) }
    if let worst { throw ExitCode(worst.exitStatus) }
  }

  private func makeReport(
    _ models: [Model], beside labels: URL?
  ) throws -> PredictionReport? {
    let besideLabels = labels?.deletingLastPathComponent().appendingPathComponent("report")
    guard
      let folder = reportFolder.map({ URL(fileURLWithPath: $0) }) ?? (report ? besideLabels : nil),
      let first = models.first?.description
    else { return nil }
    let names = models.map { $0.description.reportName(of: URL(fileURLWithPath: $0.source)) }
    let configuration = ReportConfiguration(
      model: names.joined(separator: ", "), predictions: inputs.joined(separator: ", "),
      window: window)
    return try PredictionReport(
      configuration, folder: folder,
      labelNames: first.labels.foregroundNames,
      channel: first.channels.first,
      training: TrainingData(models.map(\.description)),
      threads: engine.threads)
  }

  private func modelFolders() throws -> [ModelFolder] {
    if !model.isEmpty { return model.flatMap { ModelFolder.models(at: URL(fileURLWithPath: $0)) } }
    if let path = ProcessInfo.processInfo.environment["SEG_MODEL"], !path.isEmpty {
      return ModelFolder.models(at: URL(fileURLWithPath: path))
    }
    let runs = RunLayout.runs
    if let newest = ModelFolder.newest(in: runs) { return ModelFolder.models(at: newest.url) }
    throw InferenceError(
      .usage, "holds no model; train one with seg train, or name one with --model or $SEG_MODEL",
      source: runs.lastPathComponent)
  }

  private func name(of item: PredictionOutputs.Item) -> String {
    item.input.channelFiles.first?.relativeToCurrentFolder ?? item.input.id
  }

  /// Errors of files name them; others are preceded by the case.
  private func line(for error: any Error, _ item: PredictionOutputs.Item) -> String {
    switch error {
    case let error as any UserFacingError:
      let names = item.input.channelFiles.map(\.path) + [item.labels.path, name(of: item)]
      let isNamed = names.contains { error.description.contains($0) }
      return isNamed ? error.description : "\(name(of: item)): \(error.description)"
    default: return "\(name(of: item)): internal fault: \(error)"
    }
  }

  private func summary(_ prediction: Prediction, _ labels: LabelScheme) -> String {
    let volumes = prediction.volumes(labels)
    let shown = volumes.prefix(8).map { label, volume in
      "\(label.name) \(String(format: "%.2f", volume)) ml"
    }
    let rest = volumes.count > 8 ? " and \(volumes.count - 8) more" : ""
    return shown.joined(separator: ", ") + rest
  }
}
