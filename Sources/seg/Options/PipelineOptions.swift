import ArgumentParser
import Foundation
import Pipelines

/// The option that names a pipeline.
struct PipelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to train: the name of a pipeline (default, fast, brain-mri, abdomen-ct, slices-2d) or a YAML file.",
      valueName: "name|file"))
  var pipeline = "default"

  func load() throws -> PipelineConfiguration {
    try PipelineFile.load(pipeline, folders: Self.folders)
  }

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
