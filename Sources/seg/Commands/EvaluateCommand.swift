import ArgumentParser
import Evaluation
import Files
import Foundation
import Inference
import Labels
import ModelFiles
import QualityControl
import Reports
import VolumeFiles

/// `seg evaluate`: measures predictions against references, or by themselves.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures how well predictions agree with references.",
    discussion: """
      Predictions are label maps named CASE or CASE_seg (\(VolumeFile.formatNames) files), from any program. \
      Writes summary.json, cases.csv, report.html and report.pdf. A case that cannot be measured is listed, and the others go on; \
      the exit status is then 65.
      """)

  @Option(help: ArgumentHelp("Folder with the predictions, or one of them.", valueName: "dir"))
  var predictions: String

  @Option(
    help: ArgumentHelp(
      "Folder with label maps (or one of them), data set folder (labelsTr), or HDF5 data set. Without it: volumes and checks only.",
      valueName: "dir|file"))
  var references: String?

  @Option(help: ArgumentHelp("Folder for the results; made where it is missing.", valueName: "dir"))
  var output: String

  @Option(help: "What a surface is: area (as surface-distance) or border (as MONAI).")
  var surface: SurfaceDefinition = .area

  @Option(
    help: ArgumentHelp(
      "Tolerance of NSD in mm (default 1); give it several times for several.", valueName: "mm"))
  var tolerance: [Double] = []

  @Option(
    help: ArgumentHelp(
      "Labels to measure as one too, such as \"whole tumour=1,2,3\"; several times for several.",
      valueName: "name=values"))
  var group: [String] = []

  @Option(
    help: ArgumentHelp(
      "Names of the labels 1, 2, ... or VALUE=NAME, separated by commas.", valueName: "names"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "Labels or groups that are tubes, measured by centreline Dice too.", valueName: "names"))
  var tubular: String?

  @Option(
    help: ArgumentHelp(
      "Predictions of another method to compare with on the same cases.", valueName: "dir"))
  var versus: String?

  @Option(
    help: ArgumentHelp("Folder with the scans, for the report's pictures.", valueName: "dir"))
  var images: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Intensities that the report's pictures show: soft-tissue, lung, bone, brain, liver, mediastinum, or CENTRE,WIDTH (in HU for CT). By default soft-tissue for CT, and the 1st to 99th percentile of other scans.",
      valueName: "name|centre,width"))
  var window: IntensityWindow?

  @Option(help: ArgumentHelp("Bootstrap samples of each interval.", valueName: "n"))
  var bootstrap = 2000

  @Option(help: ArgumentHelp("Seed of the bootstrap.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Threads (default: all cores).", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Model that made the predictions: a run folder, whose training data the checks then know, or text for the report.",
      valueName: "run|text"))
  var model: String?

  @Flag(inversion: .prefixedNo, help: "Write report.html and report.pdf.")
  var report = true

  @Flag(help: "Leave \"Not for diagnostic use\" out of the report.")
  var diagnostic = false

  @Flag(help: "Print the summary as JSON instead of a table.")
  var json = false

  func validate() throws {
    for value in tolerance where !(value.isFinite && value >= 0) {
      throw ValidationError("--tolerance \(value) is no distance in mm; give a number from 0 up")
    }
    guard (0...1_000_000).contains(bootstrap) else {
      throw ValidationError("--bootstrap \(bootstrap) is out of range; give 0 to 1000000 samples")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads) is out of range; give 1 to 1024")
    }
    if versus != nil && references == nil {
      throw ValidationError("--versus compares with references; give --references too")
    }
    _ = try settings()
  }

  func run() async throws {
    TemporaryItems.removeOnSignals()
    let folder = URL(fileURLWithPath: output)
    try AtomicFile.makeFolder(folder)
    let models = try modelDescriptions()
    let training = TrainingData(models.map(\.description))
    let names = models.first?.description.labels.foregroundNames ?? [:]
    let writer =
      try report ? ReportWriter(configuration(models, training), folder: folder) : nil
    var summary = try await evaluate(
      predictions, title: "evaluating", report: writer, labelNames: names, training: training)
    if let versus {
      let other = try await evaluate(versus, title: "evaluating \(versus)", labelNames: names)
      summary.comparison = MethodComparison(
        name: predictions, otherName: versus, cases: summary.cases, others: other.cases,
        settings: summary.settings)
      summary.problems += other.problems
    }
    let encoded = try summary.json()
    try AtomicFile.write(encoded, to: folder.appendingPathComponent("summary.json"))
    try AtomicFile.write(
      CasesTable.text(of: summary.cases, settings: summary.settings),
      to: folder.appendingPathComponent("cases.csv"))
    let written = try writer?.finish(summary).map(\.lastPathComponent) ?? []
    if json {
      FileHandle.standardOutput.write(encoded + Data("\n".utf8))
    } else {
      print(EvaluationTable.text(of: summary), terminator: "")
      let files = ["summary.json", "cases.csv"] + written
      print("wrote \(files.joined(separator: ", ")) to \(folder.path)")
      if let page = written.first {
        print("open \(folder.appendingPathComponent(page).path)")
      }
    }
    name(summary.problems)
    let isBroken = summary.problems.contains { $0.kind != .referenceWithoutPrediction }
    if isBroken || summary.cases.isEmpty {
      throw ExitCode(FailureKind.badData.exitStatus)
    }
  }

  /// The models that `--model` names, each with its folder; none where it is text.
  private func modelDescriptions() throws -> [(folder: URL, description: ModelDescription)] {
    guard let model else { return [] }
    var url = URL(fileURLWithPath: model)
    if url.lastPathComponent == RunLayout(url).model.lastPathComponent {
      url.deleteLastPathComponent()
    }
    return try ModelFolder.models(at: url)
      .filter { FileManager.default.fileExists(atPath: $0.descriptionFile.path) }
      .map { ($0.url, try $0.readDescription()) }
  }

  private func configuration(
    _ models: [(folder: URL, description: ModelDescription)], _ training: TrainingData
  ) -> ReportConfiguration {
    let names = models.map { $0.description.reportName(of: $0.folder) }
    return ReportConfiguration(
      model: names.isEmpty ? model : names.joined(separator: ", "),
      volumeRanges: training.volumeRanges, predictions: predictions,
      references: references,
      isForDiagnosticUse: diagnostic, window: window)
  }

  private func evaluate(
    _ predictions: String, title: String, report: ReportWriter? = nil,
    labelNames: [Int: String], training: TrainingData = TrainingData()
  ) async throws -> EvaluationSummary {
    var settings = try settings()
    if settings.labelNames.isEmpty { settings.labelNames = labelNames }
    let run = EvaluationRun(
      predictions: URL(fileURLWithPath: predictions),
      references: references.map { URL(fileURLWithPath: $0) },
      images: images.map { URL(fileURLWithPath: $0) },
      readsImages: report != nil, training: training, settings: settings,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    var bar = ProgressBar(title)
    return try await run.run(
      progress: { done, total in
        if total > 1 { bar.update(Double(done) / Double(total), "\(done) of \(total) cases") }
      },
      onCase: { try report?.add($0) })
  }

  /// Names every case that could not be measured on stderr; of many missing predictions, the first.
  private func name(_ problems: [CaseProblem]) {
    let missing = problems.filter { $0.kind == .referenceWithoutPrediction }
    for problem in problems where problem.kind != .referenceWithoutPrediction {
      Failure.report(problem.message)
    }
    for problem in missing.prefix(20) { Failure.report(problem.message) }
    if missing.count > 20 {
      Failure.report(
        "\(missing.count - 20) more references have no prediction; summary.json lists them")
    }
  }

  private func settings() throws -> EvaluationSettings {
    EvaluationSettings(
      surface: surface, tolerances: tolerance.isEmpty ? [1] : tolerance,
      groups: try LabelOptions.groups(group), labelNames: try LabelOptions.names(labels),
      tubularLabels: LabelOptions.list(tubular), bootstrapSamples: bootstrap, seed: seed)
  }
}
