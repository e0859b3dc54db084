import ArgumentParser
import Augmentation
import Foundation
import Labels
import Pipelines
import VolumeFiles
import Volumes

/// The option that names a pipeline.
struct PipelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to train: the name of a pipeline (default, fast, brain-mri, abdomen-ct, slices-2d) or a YAML file. Left out: default, mirrored left to right unless a label is named after a side; with the nnunet augmentation for fewer than 50 cases; where a network has two and a half minutes or more, on whole volumes that are small; where it has more than eight, with twice the width. Minutes are those of two cores that multiply bfloat16; processors without AVX-512 need more than three times as long.",
      valueName: "name|file"))
  var pipeline: String?

  /// The pipeline that was named, or the default for a data set and the training of a network for some seconds on two
  /// cores that multiply bfloat16.
  func load(for store: any CaseStore, trainingSeconds: Double? = nil) throws
    -> PipelineConfiguration
  {
    if let pipeline { return try PipelineFile.load(pipeline, folders: Self.folders) }
    var chosen = try PipelineFile.load("default", folders: Self.folders)
    let seconds = trainingSeconds ?? 0
    if seconds >= Self.longTraining {
      chosen.network.firstFeatures *= 2
      chosen.network.mostPatchVoxels = Self.largePatch
    }
    if seconds >= Self.wholeVolumeTraining {
      chosen.network.wholePatchVoxels = Self.largePatch
    }
    if store.caseIDs.count < Self.manyCases {
      chosen.augmentationPreset = .nnUNet
      chosen.augmentation = chosen.augmentationPreset.configuration
    }
    let hasSides = store.description.labels.entries.contains { Self.namesSide($0.name) }
    chosen.augmentation.mirrorAxes = hasSides ? [] : [2]
    chosen.inference.mirroring = !hasSides
    return chosen
  }

  /// Seconds from which a network of twice the width is worth its time: see Benchmarks/README.md.
  private static let longTraining = 500.0
  /// Seconds from which whole volumes are better patches than parts of them.
  private static let wholeVolumeTraining = 150.0
  private static let largePatch = 98_304
  /// Cases below which stronger augmentation pays.
  private static let manyCases = 50

  /// Whether a label tells left from right, so that mirrored patches would be wrong.
  private static func namesSide(_ label: String) -> Bool {
    let name = label.lowercased()
    return name.contains("left") || name.contains("right")
      || !Set(["l", "r", "lh", "rh"]).isDisjoint(
        with: name.split { !$0.isLetter }.map(String.init))
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
