import ArgumentParser
import Foundation
import Labels
import Pipelines
import Planning
import VolumeFiles

/// The option that names a pipeline.
struct PipelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to train: the name of a pipeline (default, fast, brain-mri, abdomen-ct, slices-2d) or a YAML file. Left out: default, mirrored left to right unless a label is named after a side; with the nnunet augmentation for fewer than 50 cases; where a network has two and a half minutes or more, on whole volumes that are small; where it has more than eight, with twice the width. Minutes are those of two cores that multiply bfloat16; processors without AVX-512 need more than three times as long.",
      valueName: "name|file"))
  var pipeline: String?

  /// The pipeline that was named, or the default as it suits a data set and the time that a network has.
  func load(for store: any CaseStore, networkTime: ReferenceSeconds? = nil) throws
    -> PipelineConfiguration
  {
    if let pipeline { return try PipelineFile.load(pipeline, folders: Self.folders) }
    return try PipelineFile.load("default", folders: Self.folders).suited(
      to: DatasetTraits(
        caseCount: store.caseIDs.count,
        labelNames: store.description.labels.entries.map(\.name)), networkTime: networkTime)
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
