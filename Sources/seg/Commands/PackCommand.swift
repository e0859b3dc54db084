import ArgumentParser
import Files
import Foundation
import VolumeFiles
import Volumes

/// `seg pack`: copies a folder of image files into one HDF5 data set.
struct PackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Packs images and label maps into one HDF5 file for training.",
    discussion: """
      Reads folders of nnU-Net and the Medical Segmentation Decathlon (imagesTr, labelsTr, dataset.json), two \
      folders with files of the same names (--images, --labels), and HDF5 files of other tools (--image-key). \
      Every case is checked; the file appears only when all are in it.
      """)

  @Argument(help: "The data set's folder, or an HDF5 file or folder with --image-key.")
  var folder: String?

  @Option(help: ArgumentHelp("Folder with the images.", valueName: "dir"))
  var images: String?

  @Option(help: ArgumentHelp("Folder with label maps named like the images.", valueName: "dir"))
  var labels: String?

  @Option(
    help: ArgumentHelp("The image's name in HDF5 files of other tools.", valueName: "key"))
  var imageKey: String?

  @Option(help: ArgumentHelp("The label map's name in these files.", valueName: "key"))
  var labelKey: String?

  @Option(
    help: ArgumentHelp(
      "Voxel spacing in mm of HDF5 files that do not say it.", valueName: "z,y,x"))
  var spacing: PackSpacing?

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "scans.h5"))
  var output: String

  func validate() throws {
    guard (folder == nil) != (images == nil) else {
      throw ValidationError("Give either the data set's folder or --images with --labels.")
    }
    if labels != nil && images == nil { throw ValidationError("--labels goes with --images.") }
    if (labelKey != nil || spacing != nil) && imageKey == nil {
      throw ValidationError("--label-key and --spacing go with --image-key.")
    }
    if imageKey != nil && folder == nil {
      throw ValidationError("--image-key goes with the path of HDF5 files.")
    }
  }

  func run() async throws {
    TemporaryItems.removeOnSignals()
    let target = URL(fileURLWithPath: output)
    if target.isFolder {
      throw FileError("is a folder; name the file to write", path: output)
    }
    let store = try open()
    var progress = ProgressBar("Packing \(store.caseIDs.count) cases")
    let total = Double(store.caseIDs.count)
    var notes: [String: [String]] = [:]
    try HDF5DatasetWriter.write(store, to: target) { done, data in
      if data.nonFinite > 0 {
        notes[
          "\(data.nonFinite) voxels are not finite; they have the smallest value now", default: []
        ]
        .append(data.id)
      }
      for note in data.notes { notes[note, default: []].append(data.id) }
      progress.update(Double(done) / total, data.id)
    }
    for (note, ids) in notes.sorted(by: { $0.key < $1.key }) {
      let others = ids.count > 1 ? " and \(ids.count - 1) more" : ""
      Failure.report("note: \(ids[0])\(others): \(note)")
    }
    InfoText.show(try DatasetSummary(of: HDF5Dataset(target)))
  }

  private func open() throws -> any CaseStore {
    if let images {
      return try DatasetFolder(
        images: URL(fileURLWithPath: images), labels: labels.map { URL(fileURLWithPath: $0) })
    }
    let keys = imageKey.map { HDF5Keys(image: $0, label: labelKey, spacing: spacing?.spacing) }
    return try Datasets.open(URL(fileURLWithPath: folder ?? "."), foreign: keys)
  }
}

/// A spacing on the command line.
struct PackSpacing: ExpressibleByArgument {
  var spacing: Spacing

  init?(argument: String) {
    let steps = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0.trimmingCharacters(in: .whitespaces)) ?? 0 }
    guard steps.count == 3, steps.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    spacing = Spacing(steps[0], steps[1], steps[2])
  }
}
