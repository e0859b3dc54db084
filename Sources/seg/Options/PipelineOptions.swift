import ArgumentParser
import Foundation
import Pipelines

/// The option that names a pipeline.
struct PipelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to train: the name of a pipeline (default, fast, brain-mri, abdomen-ct, slices-2d) or a YAML file. Left out: default, with a network of twice the width where 25 minutes or more are given.",
      valueName: "name|file"))
  var pipeline: String?

  /// The pipeline that was named, or the default for a training of some seconds.
  func load(trainingSeconds: Double? = nil) throws -> PipelineConfiguration {
    if let pipeline { return try PipelineFile.load(pipeline, folders: Self.folders) }
    var chosen = try PipelineFile.load("default", folders: Self.folders)
    if let trainingSeconds, trainingSeconds >= Self.longTraining {
      chosen.network.firstFeatures *= 2
    }
    return chosen
  }

  /// Seconds from which a network of twice the width is worth its time: see Benchmarks/README.md.
  private static let longTraining = 1500.0

  /// `$SEG_PIPELINES`, the current folder's `pipelines`, and those beside the program and above it.
  private static var folders: [URL] {
    var folders: [URL] = []
    if let path = ProcessInfo.processInfo.environment["SEG_PIPELINES"], !path.isEmpty {
      folders.append(URL(fileURLWithPath: path))
    }
    folders.append(URL(fileURLWithPath: "pipelines"))
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for _ in 0..<5 {
      folder.deleteLastPathComponent()
      folders.append(folder.appendingPathComponent("pipelines"))
      folders.append(folder.appendingPathComponent("share/seg/pipelines"))
    }
    return folders
  }
}
