import Files
public import Foundation
import Labels
public import Volumes

/// A data set in a folder of image files, as nnU-Net and the Medical Segmentation Decathlon lay them out, or as two plain folders.
///
/// `imagesTr/CASE_0000` (one file a channel) or `imagesTr/CASE` (all channels in one), `labelsTr/CASE`, each with an ending of
/// ``VolumeFile/endings``, and `dataset.json`. Without `dataset.json` the labels are the values that occur, which takes reading every label map.
public struct DatasetFolder: CaseStore {
  /// The files of one case.
  public struct Case: Sendable, Hashable {
    public var image: CaseInput
    public var labels: URL?
  }

  public let location: URL
  public let description: DatasetDescription
  public let caseIDs: [String]
  private let cases: [String: Case]

  /// Opens a folder that holds `imagesTr` and `labelsTr` (or `images` and `labels`).
  /// - Throws: ``VolumeFileError`` where the folder is none of these, `dataset.json` is wrong or files are missing.
  public init(_ url: URL) throws(VolumeFileError) {
    guard url.isFolder else {
      throw FileManager.default.fileExists(atPath: url.path)
        ? .badData(url, "is no folder") : .inputOutput(url, "there is no such folder")
    }
    func subfolder(_ names: [String]) -> URL? {
      names.map { url.appendingPathComponent($0) }.first(where: \.isFolder)
    }
    guard let images = subfolder(["imagesTr", "images"]) else {
      throw .badData(
        url,
        """
        is no data set: there is no folder imagesTr in it; name the folders with --images and \
        --labels
        """
      )
    }
    let json = url.appendingPathComponent("dataset.json")
    try self.init(
      location: url, images: images, labels: subfolder(["labelsTr", "labels"]),
      file: FileManager.default.fileExists(atPath: json.path) ? try DatasetFile(json) : nil)
  }

  /// Opens a folder of images with one of label maps of the same names.
  /// - Parameter labels: `nil` for images alone.
  /// - Throws: ``VolumeFileError`` where a folder is missing or empty, or a file cannot be read.
  public init(images: URL, labels: URL?) throws(VolumeFileError) {
    for folder in [images, labels].compactMap({ $0 }) where !folder.isFolder {
      throw .inputOutput(folder, "there is no such folder")
    }
    try self.init(location: images, images: images, labels: labels, file: nil)
  }

  private init(
    location: URL, images: URL, labels: URL?, file: DatasetFile?
  ) throws(VolumeFileError) {
    self.location = location
    var labelFiles: [String: URL] = [:]
    if let labels { labelFiles = try ImageNames(in: labels, ending: file?.ending).stems }
    let found = try ImageNames(in: images, ending: file?.ending).cases(
      labelled: Set(labelFiles.keys))
    guard !found.isEmpty else {
      throw .badData(
        images, "holds no image file\(file?.ending.map { " that ends in \($0)" } ?? "")")
    }
    var cases: [String: Case] = [:]
    for image in found { cases[image.id] = Case(image: image, labels: labelFiles[image.id]) }
    for (id, url) in labelFiles.sorted(by: { $0.key < $1.key }) where cases[id] == nil {
      throw .badData(url, "has no image with the same name in \(images.lastPathComponent)")
    }
    self.cases = cases
    caseIDs = cases.keys.sorted()
    let channels = try Self.channels(of: found, file: file)
    let table = if let file { file.labels } else { try Self.discoverLabels(cases) }
    description = DatasetDescription(
      channels: channels, labels: table, name: file?.name ?? location.lastPathComponent)
  }

  /// The channels' names, each case having as many files as there are channels where it has several.
  private static func channels(
    of cases: [CaseInput], file: DatasetFile?
  ) throws(VolumeFileError) -> [String] {
    let names: [String]
    if let file {
      names = file.channels
    } else if let first = cases.first, first.channelFiles.count == 1 {
      let count = try VolumeFile.readHeader(first.channelFiles[0]).channels
      names = (0..<count).map { "channel \($0)" }
    } else {
      names = (0..<(cases.first?.channelFiles.count ?? 1)).map { "channel \($0)" }
    }
    for image in cases where image.channelFiles.count > 1 && image.channelFiles.count != names.count
    {
      throw .badData(
        image.channelFiles[0],
        """
        case \(image.id) has \(image.channelFiles.count) channel files, the data set \
        \(names.count) channels (\(names.joined(separator: ", ")))
        """
      )
    }
    return names
  }

  /// The labels that occur in any label map, named by their values.
  private static func discoverLabels(_ cases: [String: Case]) throws(VolumeFileError) -> LabelScheme
  {
    var values: Set<UInt16> = [0]
    for (_, entry) in cases.sorted(by: { $0.key < $1.key }) {
      guard let url = entry.labels else { continue }
      let counts = try VolumeFile.readLabels(url).labels.histogram()
      let found = counts.indices.filter { counts[$0] > 0 }
      guard found.count <= 1000 else {
        throw .badData(
          url, "holds \(found.count) different values; it seems to be an image, not a label map")
      }
      values.formUnion(found.map { UInt16($0) })
    }
    return LabelScheme(discovered: values)
  }

  /// The files of a case.
  /// - Throws: ``VolumeFileError`` of kind `usage` where there is no such case.
  public func files(of id: String) throws(VolumeFileError) -> Case {
    guard let entry = cases[id] else { throw .noCase(id, in: location) }
    return entry
  }

  public func hasLabels(_ id: String) -> Bool { cases[id]?.labels != nil }

  public func readGeometry(_ id: String) throws(VolumeFileError) -> Geometry {
    guard let file = try files(of: id).image.channelFiles.first else {
      throw .noCase(id, in: location)
    }
    return try VolumeFile.readHeader(file).geometry
  }

  public func readCase(_ id: String) throws(VolumeFileError) -> CaseData {
    let entry = try files(of: id)
    let (image, header, nonFinite) = try entry.image.readImage()
    let source = entry.image.channelFiles.first ?? location
    guard image.channels == description.channels.count else {
      throw .badData(
        source,
        """
        has \(image.channels) channels, the data set \(description.channels.count) \
        (\(description.channels.joined(separator: ", ")))
        """
      )
    }
    var result = CaseData(
      id: id, image: image, labels: nil, source: source.lastPathComponent, nonFinite: nonFinite,
      notes: header.notes)
    if let url = entry.labels {
      let (labels, labelHeader) = try VolumeFile.readLabels(url)
      try image.geometry.requireSameGrid(
        as: labelHeader.geometry, file: url.relativePath, imageFile: source.lastPathComponent)
      var indices = try labels.classIndices(of: description.labels, file: url.relativePath)
      indices.geometry = image.geometry
      result.labels = indices
    }
    return result
  }
}
