import Files
import Foundation
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
  }

  /// Names of labels by value, background left out; empty where nothing names them.
  private(set) var labelNames: [Int: String] = [:]
  private var files: [String: URL] = [:]
  private var images: [String: CaseInput] = [:]
  private var store: (any CaseStore)?

  /// - Parameters:
  ///   - location: A folder that holds label maps, or `labelsTr` with them, or an HDF5 data set.
  ///   - images: A folder of scans to show behind the labels; `nil` for those of the data set.
  /// - Throws: ``FileError`` or `VolumeFileError` where it cannot be opened; ``EvaluationError``
  ///   where it holds no case.
  init(_ location: URL, images: URL?) throws {
    if LabelMapFolder.isFolder(location) {
      try open(folder: location)
    } else if let stem = LabelMapFolder.stem(of: location.lastPathComponent) {
      files[stem] = location
    } else {
      let store = try Datasets.open(location)
      self.store = store
      labelNames = Self.names(of: store.description.labels)
    }
    if let images {
      for image in try CaseInput.find(in: [images]) { self.images[image.id] = image }
    }
    guard !caseIDs.isEmpty else {
      throw EvaluationError.nothingToEvaluate(
        "\(location.path): holds no label map (.nii.gz, .nii, .hdr), neither here nor in labelsTr")
    }
  }

  private mutating func open(folder: URL) throws {
    let subfolder = ["labelsTr", "labels"].map { folder.appendingPathComponent($0) }
      .first(where: LabelMapFolder.isFolder)
    let labels = subfolder ?? folder
    for file in try LabelMapFolder(labels).files { files[file.stem] = file.url }
    let root = subfolder == nil ? folder.deletingLastPathComponent() : folder
    let isPart = subfolder != nil || ["labelsTr", "labels"].contains(folder.lastPathComponent)
    guard isPart,
      FileManager.default.fileExists(atPath: root.appendingPathComponent("dataset.json").path),
      let data = try? DatasetFolder(root)
    else { return }
    labelNames = Self.names(of: data.description.labels)
    for id in data.caseIDs { images[id] = try? data.files(of: id).image }
  }

  private static func names(of table: LabelTable) -> [Int: String] {
    Dictionary(table.entries.dropFirst().map { (Int($0.value), $0.name) }) { first, _ in first }
  }

  /// Calls the one reference by the name of the one prediction that it shall be compared with.
  mutating func rename(to id: String) {
    guard files.count == 1, let file = files.first else { return }
    files = [id: file.value]
    images = images.first.map { [id: $0.value] } ?? [:]
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
        throw EvaluationError.nothingToEvaluate("\(store.location.path): case \(id) has no labels")
      }
      return Reference(
        labels: store.description.labels.values(of: labels), image: withImage ? data.image : nil,
        place: "\(store.location.path):/cases/\(id)")
    }
    guard let url = files[id] else {
      throw EvaluationError.nothingToEvaluate("case \(id) has no reference")
    }
    let labels = try NIfTI.readLabelMap(url).labels
    return Reference(
      labels: labels, image: withImage ? image(of: id, on: labels.geometry) : nil, place: url.path)
  }

  /// The scan of a case, or `nil` where there is none that lies on the labels' grid: a picture less
  /// is no reason to stop.
  private func image(of id: String, on geometry: Geometry) -> Volume? {
    guard let image = try? images[id]?.readImage().image, image.extent == geometry.extent else {
      return nil
    }
    return image
  }
}
