import Files
public import Foundation
public import Labels
public import Volumes

/// What all cases of a data set have in common.
public struct DatasetDescription: Sendable, Hashable {
  public var name: String
  /// The names of the image's channels, such as "CT", in order.
  public var channels: [String]
  /// Class indices with the values that files hold and their names.
  public var labels: LabelScheme

  /// Reads the `dataset.json` of nnU-Net (version 1 or 2) or of the Decathlon.
  /// - Throws: ``VolumeFileError`` where it cannot be read or lacks channels or labels.
  public init(file: URL) throws(VolumeFileError) {
    let file = (url: file, content: try DatasetFile(file))
    self.init(
      channels: file.content.channels, labels: file.content.labels,
      name: file.content.name ?? file.url.deletingLastPathComponent().lastPathComponent)
  }

  public init(channels: [String], labels: LabelScheme, name: String) {
    self.channels = channels
    self.labels = labels
    self.name = name
  }
}

/// One case of a data set, read whole.
public struct CaseData: Sendable {
  public var id: String
  /// Finite everywhere.
  public var image: Volume
  /// Class indices of the data set's ``DatasetDescription/labels``, on the image's grid.
  public var labels: LabelMap?
  /// Where the case comes from: the name of its first image file.
  public var source: String
  /// How many voxels of the image were not finite and have their channel's minimum now.
  public var nonFinite: Int
  /// Oddities of the files that were put up with.
  public var notes: [String]

  public init(
    id: String, image: Volume, labels: LabelMap?, source: String, nonFinite: Int = 0,
    notes: [String] = []
  ) {
    self.id = id
    self.image = image
    self.labels = labels
    self.source = source
    self.nonFinite = nonFinite
    self.notes = notes
  }
}

/// A data set of images with label maps, whatever form it has on disk.
public protocol CaseStore: Sendable {
  /// The file or folder.
  var location: URL { get }
  var description: DatasetDescription { get }
  /// The names of all cases, sorted.
  var caseIDs: [String] { get }
  func hasLabels(_ id: String) -> Bool
  /// Reads the grid of a case without its voxels.
  /// - Throws: ``VolumeFileError``.
  func readGeometry(_ id: String) throws -> Geometry
  /// Reads a case and checks that its parts fit together.
  /// - Throws: ``VolumeFileError`` that names the case's file.
  func readCase(_ id: String) throws -> CaseData
}

extension VolumeFileError {
  /// A case that a data set does not have.
  static func noCase(_ id: String, in url: URL) -> VolumeFileError {
    VolumeFileError(.usage, "has no case named \(id)", url: url)
  }
}

extension LabelMap {
  /// The label map as class indices of a table.
  /// - Throws: ``VolumeFileError`` that lists the values that the table does not hold with their numbers of voxels.
  func classIndices(of table: LabelScheme, file: String) throws(VolumeFileError) -> LabelMap {
    if let indices = table.classIndices(of: self) { return indices }
    let unknown = table.unknownValues(in: self)
    let list = unknown.prefix(8).map { "\($0.value) (\($0.voxels) voxels)" }.joined(separator: ", ")
    let more = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
    let known = table.entries.prefix(12).map { "\($0.value)" }.joined(separator: ", ")
    throw VolumeFileError(
      .badData,
      """
      holds label values that are not in the data set's list \
      (\(known)\(table.count > 12 ? ", ..." : "")): \(list)\(more); add them to the list of \
      labels or correct the file
      """,
      path: file)
  }
}
