import ArgumentParser
import ComputeEngine
import Evaluation
import Files
import Foundation
import Labels
import ModelFiles
import Monitoring
import Pipelines
import Training
import VolumeFiles

struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network on a data set.",
    discussion: """
      Writes a run folder: pipeline.yaml, model.json and model.safetensors (the best model so far), checkpoint.safetensors \
      (to go on with --resume), log.csv, progress.html and progress.svg to watch it, and the predictions of the held-out cases in validation/. With \
      --time-limit the schedule runs on time: everything is finished when the time is over. Ctrl-C or SIGTERM finish the step and \
      save, with exit status 130 or 143; a second one ends at once.
      """)

  @OptionGroup var data: DatasetOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The run folder. By default runs/NAME of the data.", valueName: "dir"))
  var output: String?

  @OptionGroup var pipeline: PipelineOptions

  @Option(
    help: ArgumentHelp(
      "Which fifth of the cases to hold out for validation, as nnU-Net splits them: 0 to 4, several (0,2), all, or none. By default one case in ten is held out; where nine minutes (of two cores that multiply bfloat16) or more and no pipeline are given, three networks are trained, each with another tenth held out. Several folds are trained one after another into DIR/fold-K, share the time limit, and their predictions are measured together; seg predict averages their models.",
      valueName: "fold"))
  var fold: String?

  @Flag(help: "Spread rare labels evenly over the folds.")
  var stratified = false

  @Option(
    help: ArgumentHelp(
      "A JSON file with the names of \"training\" and \"validation\" cases, or nnU-Net's splits_final.json, from which --fold chooses.",
      valueName: "file"))
  var split: String?

  @Option(help: ArgumentHelp("How many epochs to train.", valueName: "count"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "How long to train in total, including the time before --resume: 90s, 30m, 2h. 30m where neither this nor --epochs is given.",
      valueName: "time"))
  var timeLimit: TimeSpan?

  @OptionGroup var engine: EngineOptions
  @OptionGroup var memory: MemoryOptions

  @Option(help: ArgumentHelp("Seed of all random choices.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(
    help: """
      Continue from the run folder's last checkpoint, also after a crash, with the data, pipeline and seed it was started with. More --epochs \
      or --time-limit than before extend a training: the learning rate goes on where the schedule of the new length has it.
      """)
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Start from the weights of a run, or of a safetensors file. What fits by name and shape is taken; the rest is listed.",
      valueName: "run|file"))
  var initializeFrom: String?

  @Option(
    help: ArgumentHelp(
      "Parts of the network that do not learn, by the names of their parameters: encoder.stages.0-2,encoder.stem. Rates for parts are training.learning_rate_groups in a pipeline.",
      valueName: "names"))
  var freeze: String?

  @Option(
    help: ArgumentHelp(
      "Repeat a finished run exactly, and say whether the weights are the same to the bit.",
      valueName: "run"))
  var reproduce: String?

  @Option(
    help: ArgumentHelp(
      "Do not train: write a picture of training patches beside augmented ones, all of the pipeline's changes together and each alone.",
      valueName: "png"))
  var showAugmentation: String?

  @Option(
    help: ArgumentHelp(
      "Memory for prepared cases: 4g, 500m. What does not fit is kept in the run folder while training. A third of the machine's by default.",
      valueName: "size"))
  var cacheMemory: ByteCount?

  @Flag(
    help: """
      Run every stage on every case once, small, and list what would fail later; writes nothing. The exit status is 65 if anything would fail.
      """)
  var smoke = false

  @Flag(help: "Write event files for TensorBoard, too, into DIR/tensorboard.")
  var tensorboard = false

  func validate() throws {
    if epochs != nil && timeLimit != nil {
      throw ValidationError("--epochs and --time-limit cannot both be given.")
    }
    if let epochs, epochs < 1 { throw ValidationError("--epochs must be at least 1.") }
    if let fold, FoldSelection(fold) == nil {
      throw ValidationError("--fold must be a number from 0 to 4, several like 0,2, all, or none.")
    }
    if reproduce != nil
      && (resume || epochs != nil || timeLimit != nil || fold != nil || split != nil
        || initializeFrom != nil || freeze != nil)
    {
      throw ValidationError("--reproduce takes all but --output and --data from the run.")
    }
  }

  func run() async throws {
    var request = request
    if resume, let output {
      request.begun = try BegunTraining(resuming: URL(fileURLWithPath: output))
    }
    let repeated = try request.repeated.map { try RunRecord(of: $0).dataLocation }
    let store = try data.open(recorded: repeated ?? request.begun.dataLocation)
    if showAugmentation != nil || smoke { TemporaryItems.removeOnSignals() }
    if let showAugmentation {
      return try writeAugmentation(of: store, to: URL(fileURLWithPath: showAugmentation))
    }
    let assignment = try request.assignment { length, networkTime in
      options(try pipeline.load(for: store, networkTime: networkTime), length)
    }
    if smoke { return try await runSmokeTest(store, assignment) }
    try await train(store, assignment)
  }

  private var request: TrainingRequest {
    var request = TrainingRequest(
      relativeSpeed: engine.backend.relativeSpeed(
        engine.resolvedPrecision, threads: engine.threads))
    request.repeated = reproduce.map { URL(fileURLWithPath: $0) }
    request.length =
      epochs.map { .epochs($0) } ?? timeLimit.map { .seconds($0.seconds) }
    request.folds = fold.flatMap { FoldSelection($0) }
    request.split = split.map { URL(fileURLWithPath: $0) }
    request.allowsEnsemble = pipeline.pipeline == nil && initializeFrom == nil
    return request
  }

  func options(
    _ pipeline: PipelineConfiguration, _ length: TrainingOptions.Length
  ) -> TrainingOptions {
    var options = TrainingOptions(
      pipeline: pipeline, length: length, precision: engine.resolvedPrecision,
      threads: engine.threads, seed: seed, memoryLimit: memory.limit, resumes: resume,
      initialModel: initializeFrom.map { URL(fileURLWithPath: $0) })
    options.isStratified = stratified
    options.writesEvents = tensorboard
    options.cacheMemory = cacheMemory?.bytes
    options.frozen = (freeze ?? "").split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    return options
  }

  private func train(_ store: any CaseStore, _ assignment: TrainingAssignment) async throws {
    let name = store.location.deletingPathExtension().lastPathComponent
    let folder =
      (output ?? reproduce.map { "\($0)-again" }).map { URL(fileURLWithPath: $0) }
      ?? RunLayout.runs.appendingPathComponent(name)
    let stop = StopSignal()
    let writesEvents = assignment.options.writesEvents
    let session = TrainingSession(
      store, folder: folder, options: assignment.options, backend: engine.backend,
      stop: stop,
      observers: { [RunMonitor($0, writesEvents: writesEvents)] })
    let isFinished =
      assignment.members.count == 1
      ? try await train(session) : try await crossValidate(session, assignment.members)
    guard isFinished else { throw ExitCode(stop.exitStatus) }
    print("Model: \(folder.relativeToCurrentFolder)")
    if let reproduce { try compare(folder, with: reproduce) }
  }

  private func train(_ session: TrainingSession) async throws -> Bool {
    let classes = Self.classes(session.store)
    let result = try await EngineThread.run {
      var display = TrainingDisplay(classes: classes)
      return try session.run { display.show($0) }
    }
    let outcome = result.outcome
    guard outcome.isFinished else {
      Self.sayHowToGoOn(in: session.folder)
      return false
    }
    print(
      "Trained \(outcome.steps) steps in \(ProgressBar.clock(outcome.seconds)); the engine waited for data \(String(format: "%.1f", outcome.waiting * 100)) % of the time."
    )
    if let dice = result.summary?.mean[.dice] {
      print(
        "Mean Dice of \(outcome.validationCases.count) held-out cases: \(String(format: "%.4f", dice))"
      )
    }
    return true
  }

  private func compare(_ folder: URL, with original: String) throws {
    let reproduction = try Reproduction(of: URL(fileURLWithPath: original), by: folder)
    print(
      reproduction.isIdentical
        ? "The weights are the same to the bit as those of \(original)."
        : "The weights differ from those of \(original) by up to \(reproduction.largestDifference)."
    )
  }

  static func classes(_ store: any CaseStore) -> [String] {
    store.description.labels.entries.dropFirst().map(\.name)
  }

  static func sayHowToGoOn(in folder: URL) {
    print(
      "Stopped; everything is saved. Go on with: seg train --output \(folder.relativeToCurrentFolder) --resume"
    )
  }
}
