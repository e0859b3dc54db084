import ArgumentParser
import Foundation
import VolumeFiles
import Volumes

/// The options that name a data set.
struct DatasetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data set: scans.h5 of seg pack, or a folder of nnU-Net or the Decathlon.",
      valueName: "file|dir"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The image's name in HDF5 files of other tools, one volume a file or group.",
      valueName: "key"))
  var imageKey: String?

  @Option(
    help: ArgumentHelp("The label map's name in HDF5 files of other tools.", valueName: "key"))
  var labelKey: String?

  @Option(
    help: ArgumentHelp(
      "Voxel spacing in mm (z,y,x) of HDF5 files that do not say it.", valueName: "z,y,x"))
  var spacing: String?

  /// - Parameter recorded: What a run folder says, where nothing is given.
  func open(recorded: URL? = nil) throws -> any CaseStore {
    guard let location = data.map({ URL(fileURLWithPath: $0) }) ?? recorded else {
      throw ValidationError("Missing expected argument '--data <file|dir>'")
    }
    return try Datasets.open(
      location,
      foreign: imageKey.map { HDF5Keys(image: $0, label: labelKey, spacing: parsedSpacing) })
  }

  private var parsedSpacing: Spacing? {
    let numbers = (spacing ?? "").split(separator: ",").compactMap {
      Double($0.trimmingCharacters(in: .whitespaces))
    }
    return numbers.count == 3 ? Spacing(numbers[0], numbers[1], numbers[2]) : nil
  }

  func validate() throws {
    if spacing != nil && parsedSpacing == nil {
      throw ValidationError("--spacing must be three numbers: z,y,x in mm.")
    }
    if labelKey != nil && imageKey == nil {
      throw ValidationError("--label-key goes with --image-key.")
    }
  }
}
