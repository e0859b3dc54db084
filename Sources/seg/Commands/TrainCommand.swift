import ArgumentParser
import Evaluation
import Foundation
import Inference
import Pipelines
import Training
import VolumeFiles
import Volumes

struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network on a data set.",
    discussion: """
      Writes a run folder: pipeline.yaml, model.json and model.safetensors (the best model so far), checkpoint.safetensors \
      (to go on with --resume), log.csv, progress.svg, and the predictions of the held-out cases in validation/. With \
      --time-limit the schedule runs on time: everything is finished when the time is over. Ctrl-C finishes the step and saves.
      """)

  @OptionGroup var data: DatasetOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The run folder. By default runs/NAME of the data.", valueName: "dir"))
  var output: String?

  @OptionGroup var pipeline: PipelineOptions

  @Option(
    help: ArgumentHelp(
      "Which fifth of the cases to hold out for validation, 0 to 4, or none.", valueName: "fold"))
  var fold = "0"

  @Option(
    help: ArgumentHelp(
      "A JSON file with the names of \"training\" and \"validation\" cases.", valueName: "file"))
  var split: String?

  @Option(help: ArgumentHelp("How many epochs to train.", valueName: "count"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "How long to train in all: 90s, 30m, 2h. 30m where neither this nor --epochs is given.",
      valueName: "time"))
  var timeLimit: TimeSpan?

  @OptionGroup var engine: EngineOptions

  @Option(help: ArgumentHelp("Seed of all random choices.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(help: "Go on from the run folder's checkpoint.")
  var resume = false

  @Option(
    help: ArgumentHelp("Start from the weights of this run's model.", valueName: "run"))
  var initializeFrom: String?

  @Option(
    help: ArgumentHelp(
      "Memory for prepared cases: 4g, 500m. What does not fit is kept in the run folder while training. A third of the machine's by default.",
      valueName: "size"))
  var cacheMemory: ByteCount?

  func validate() throws {
    if epochs != nil && timeLimit != nil {
      throw ValidationError("--epochs and --time-limit cannot both be given.")
    }
    if let epochs, epochs < 1 { throw ValidationError("--epochs must be at least 1.") }
    if fold != "none" && Int(fold) == nil {
      throw ValidationError("--fold must be a number from 0 to 4, or none.")
    }
  }

  func run() async throws {
    let store = try data.open()
    let folder = URL(fileURLWithPath: output ?? "runs/\(store.location.deletingPathExtension().lastPathComponent)")
    let stop = StopSignal()
    let options = TrainingOptions(
      pipeline: try pipeline.load(), length: length, fold: try chosenFold(),
      precision: engine.resolvedPrecision, threads: engine.threads, seed: seed, resumes: resume,
      initialModel: initializeFrom.map { URL(fileURLWithPath: $0) },
      cacheMemory: cacheMemory?.bytes)
    let outcome = try await Self.onOwnThread {
      var display = TrainingDisplay(classes: store.description.labels.entries.dropFirst().map(\.name))
      let runFolder = try RunFolder(folder)
      if runFolder.hasCheckpoint && !options.resumes {
        throw TrainingError.usage(
          "\(folder.path): holds a training already; go on with --resume, or choose another --output")
      }
      let trainer = Trainer(store, folder: runFolder, options: options, stop: stop) {
        display.show($0)
      }
      return try trainer.run()
    }
    guard outcome.isFinished else {
      print(
        "Stopped after \(outcome.steps) steps; everything is saved. Go on with the same command and --resume.")
      return
    }
    let validation = HeldOutValidation(
      store, caseIDs: holdsOut ? outcome.validationCases : [], folder: folder,
      precision: engine.resolvedPrecision, threads: engine.threads)
    let summary = try await Self.onOwnThread {
      validation.caseIDs.isEmpty ? nil : try validation.run { stop.isRequested }
    }
    print(
      "Trained \(outcome.steps) steps in \(ProgressBar.clock(outcome.seconds)); the engine waited for data \(String(format: "%.1f", outcome.waiting * 100)) % of the time.")
    if let dice = summary?.mean[.dice] {
      print("Mean Dice of \(outcome.validationCases.count) held-out cases: \(String(format: "%.4f", dice))")
    }
    print("Model: \(folder.relativeToCurrentFolder)")
  }

  private var holdsOut: Bool { fold != "none" || split != nil }

  private var length: TrainingOptions.Length {
    if let epochs { return .epochs(epochs) }
    return .seconds(timeLimit?.seconds ?? 1800)
  }

  private func chosenFold() throws -> TrainingOptions.Fold {
    if let split {
      let url = URL(fileURLWithPath: split)
      guard let content = try? Data(contentsOf: url) else {
        throw TrainingError.inputOutput("\(split): cannot be read")
      }
      guard let names = try? JSONDecoder().decode(Split.self, from: content) else {
        throw TrainingError.badData(
          "\(split): must be JSON with lists of case names, {\"training\": [...], \"validation\": [...]}")
      }
      return .split(names)
    }
    return Int(fold).map { .number($0) } ?? .none
  }

  /// Runs work on a thread of its own: the engine's threads belong to the thread that calls it.
  private static func onOwnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        continuation.resume(with: Swift.Result { try body() })
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
  }
}
