import Files
import Foundation
import Labels
import VolumeFiles
import Volumes

/// Where the references of an evaluation come from: a folder of label maps or one of them, a data
/// set folder, or an HDF5 data set.
struct ReferenceSet: Sendable {
  /// What one case is compared with.
  struct Reference: Sendable {
    var labels: LabelMap
    var image: Volume?
    /// The file, or the case's place in a data set.
    var place: String
    /// Where the scan came from; empty for a data set's.
    var imageFiles: [URL] = []
    /// Of the case's voxels in a data set; `nil` for files, which have their own.
    var checksum: String?
  }

  /// Names of labels by value, background left out; empty where nothing names them.
  private(set) var labelNames: [Int: String] = [:]
  private var files: [String: URL] = [:]
  /// The first channel's name, where a data set names it.
  private(set) var channel: String?
  private var scans = ScanSet()
  private var store: (any CaseStore)?

  /// - Parameters:
  ///   - location: A folder that holds label maps, or `labelsTr` with them, or an HDF5 data set.
  ///   - images: A folder of scans to show behind the labels; `nil` for those of the data set.
  /// - Throws: ``FileError`` or `VolumeFileError` where it cannot be opened; ``EvaluationError``
  ///   where it holds no case.
  init(_ location: URL, images: URL?) throws {
    if location.isFolder {
      try open(folder: location)
    } else if VolumeFile.isImage(location.lastPathComponent) {
      files[VolumeFile.stem(of: location.lastPathComponent)] = location
    } else {
      let store = try Datasets.open(location)
      self.store = store
      labelNames = store.description.labels.foregroundNames
      channel = store.description.channels.first
    }
    if let images { scans = try ScanSet(images) }
    guard !caseIDs.isEmpty else {
      throw EvaluationError.nothingToEvaluate(
        "\(location.relativePath): holds no label map (\(VolumeFile.endings.joined(separator: ", "))), neither here nor in labelsTr"
      )
    }
  }

  private mutating func open(folder: URL) throws {
    let subfolder = ["labelsTr", "labels"].map { folder.appendingPathComponent($0) }
      .first(where: \.isFolder)
    let labels = subfolder ?? folder
    for file in try LabelMapFolder(labels).files { files[file.stem] = file.url }
    let root = subfolder == nil ? folder.deletingLastPathComponent() : folder
    let description = root.appendingPathComponent("dataset.json")
    let isPart =
      subfolder != nil || ["labelsTr", "labelsTs", "labels"].contains(folder.lastPathComponent)
    guard isPart, let described = try? DatasetDescription(file: description) else { return }
    labelNames = described.labels.foregroundNames
    channel = described.channels.first
    guard folder.lastPathComponent != "labelsTs", let data = try? DatasetFolder(root) else {
      return
    }
    for id in data.caseIDs {
      if let input = try? data.files(of: id).image { scans.add(input, of: id) }
    }
  }

  /// Calls the one reference by the name of the one prediction that it shall be compared with.
  mutating func rename(to id: String) {
    guard files.count == 1, let file = files.first else { return }
    files = [id: file.value]
    scans.rename(to: id)
  }

  /// The cases that have labels, sorted.
  var caseIDs: [String] {
    store.map { store in store.caseIDs.filter(store.hasLabels) } ?? files.keys.sorted()
  }

  /// Reads a case.
  /// - Parameter withImage: Whether to read the scan too, where there is one.
  /// - Throws: `VolumeFileError`.
  func read(_ id: String, withImage: Bool) throws -> Reference {
    if let store {
      let data = try store.readCase(id)
      guard let labels = data.labels else {
        throw EvaluationError.nothingToEvaluate(
          "\(store.location.relativePath): case \(id) has no labels")
      }
      return Reference(
        labels: store.description.labels.values(of: labels), image: withImage ? data.image : nil,
        place: "\(store.location.relativePath):/cases/\(id)", checksum: data.checksum)
    }
    guard let url = files[id] else {
      throw EvaluationError.nothingToEvaluate("case \(id) has no reference")
    }
    let labels = try VolumeFile.readLabels(url).labels
    let scan = withImage ? scans.scan(of: id, on: labels.geometry) : nil
    return Reference(
      labels: labels, image: scan?.image, place: url.relativePath, imageFiles: scan?.files ?? [])
  }
}
