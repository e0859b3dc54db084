import ArgumentParser
import ComputeEngine
import Files
import Foundation
import Labels
import Networks
import Pipelines
import Planning
import Preprocessing
import Training
import VolumeFiles
import Volumes

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what a data set looks like and how it would be trained.",
    discussion: """
      Prints the resolved pipeline as YAML, with what was found as comments above it. The file can be changed and given to \
      seg train with --pipeline.
      """)

  @OptionGroup var data: DatasetOptions
  @OptionGroup var pipeline: PipelineOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var memory: MemoryOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write the YAML here instead of to the terminal.", valueName: "file"))
  var output: String?

  func run() throws {
    let store = try data.open()
    var bar = DelayedProgress("Reading")
    let pipeline = try pipeline.load(for: store)
    let estimate = try TrainingEstimate(
      store,
      options: TrainingOptions(
        pipeline: pipeline, length: .epochs(pipeline.training.epochs),
        precision: engine.resolvedPrecision, threads: engine.threads, seed: 1,
        memoryLimit: memory.limit)
    ) { bar.update($0) }
    bar.clear()
    let text = try comments(store, estimate) + PipelineFile.text(estimate.plan.pipeline)
    if let output {
      try AtomicFile.write(text, to: URL(fileURLWithPath: output))
      print("wrote \(output)")
    } else {
      print(text, terminator: "")
    }
  }

  private func comments(_ store: any CaseStore, _ estimate: TrainingEstimate) -> String {
    let fingerprint = estimate.fingerprint
    let labels = store.description.labels.entries.enumerated().dropFirst().map { index, entry in
      "\(entry.name) (\(fingerprint.classVoxels[index]) voxels)"
    }
    let spacing = fingerprint.medianSpacing.axes.map { String(format: "%.3g", $0) }
    let plan = estimate.plan
    let training = plan.pipeline.training
    let steps = training.epochs * training.stepsPerEpoch
    return [
      "data: \(estimate.cases) labelled cases, channels \(store.description.channels.joined(separator: ", "))",
      "labels: \(labels.joined(separator: ", "))",
      "median spacing: \(spacing.joined(separator: " x ")) mm, median size at the target spacing: \(fingerprint.medianExtent(at: plan.preprocessing.targetSpacing)) (z, y, x)",
      "network: \(plan.network.kind.rawValue), \(plan.network.features.count) stages, strides \(plan.network.strides)",
      "memory of the engine: \(estimate.peakByteCount >> 20) MB in \(engine.resolvedPrecision.rawValue)\(estimate.recomputation.map { "; \($0)" } ?? "")",
      "time: \(String(format: "%.2f", estimate.secondsPerStep)) s a step, measured; \(ProgressBar.clock(estimate.secondsPerStep * Double(steps))) for \(training.epochs) epochs of \(training.stepsPerEpoch) steps",
    ].map { "# \($0)\n" }.joined()
  }
}
