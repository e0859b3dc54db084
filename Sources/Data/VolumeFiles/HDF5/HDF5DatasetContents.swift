import Files
import Foundation
import Labels
import Volumes

/// What opening a data set finds.
///
/// Made inside ``HDF5Lock``.
struct HDF5DatasetContents {
  var description: DatasetDescription
  var cases: [String: HDF5Case] = [:]
  var file: HDF5File?

  /// Opens a file that `seg pack` wrote.
  init(_ url: URL) throws(VolumeFileError) {
    let file = try HDF5File(url)
    guard try file.texts("format", of: "/")?.first == HDF5Dataset.formatName else {
      throw .badData(
        url,
        """
        is an HDF5 file, but no data set of seg; pack it with seg pack, or name its arrays with \
        --image-key and --label-key
        """
      )
    }
    let version = try file.numbers("version", of: "/")?.first ?? 0
    guard version == Double(HDF5Dataset.formatVersion) else {
      throw .badData(
        url,
        """
        has version \(version.formatted()) of the format, this program reads \
        \(HDF5Dataset.formatVersion); pack it again
        """
      )
    }
    description = DatasetDescription(
      channels: try file.texts("channels", of: "/") ?? ["channel 0"],
      labels: try Self.labels(file), name: url.deletingPathExtension().lastPathComponent)
    self.file = file
    let ids = file.exists("/cases") ? try file.names(in: "/cases") : []
    guard !ids.isEmpty else { throw .badData(url, "holds no cases; pack it again") }
    for id in ids {
      let group = "/cases/\(id)"
      let labelPath = group + "/label"
      let entry = try HDF5Case(
        id: id, file: file, group: group, imagePath: group + "/image",
        labelPath: file.exists(labelPath) ? labelPath : nil)
      guard entry.channels == description.channels.count else {
        throw .badData(
          url,
          """
          case \(id) has \(entry.channels) channels, the data set \(description.channels.count) \
          (\(description.channels.joined(separator: ", ")))
          """
        )
      }
      cases[id] = entry
    }
  }

  private static func labels(_ file: HDF5File) throws(VolumeFileError) -> LabelScheme {
    let names = try file.texts("labels", of: "/") ?? ["background"]
    let values = try file.numbers("label_values", of: "/") ?? names.indices.map { Double($0) }
    let whole = values.compactMap { UInt16(exactly: $0) }
    guard whole.count == names.count, whole.first == 0, Set(whole).count == whole.count else {
      throw .badData(
        file.url, "attribute label_values must give every label a different value, 0 first")
    }
    return LabelScheme(entries: zip(names, whole).map { LabelScheme.Entry(name: $0, value: $1) })
  }

  /// Opens files of other tools.
  init(foreign keys: HDF5Keys, in url: URL) throws(VolumeFileError) {
    let urls = try Self.files(in: url)
    var values: Set<UInt16> = [0]
    var channels: Int?
    description = DatasetDescription(
      channels: [], labels: LabelScheme(names: ["background"]),
      name: url.deletingPathExtension().lastPathComponent)
    for url in urls {
      let file = try HDF5File(url)
      if urls.count == 1 { self.file = file }
      for (id, group) in try Self.groups(keys, in: file, isAlone: urls.count == 1) {
        let labelPath = keys.label.map { group + "/" + $0 }
        let entry = try HDF5Case(
          id: id, file: file, group: group.isEmpty ? "/" : group,
          imagePath: group + "/" + keys.image,
          labelPath: labelPath.flatMap { file.exists($0) ? $0 : nil }, spacing: keys.spacing)
        guard channels == nil || channels == entry.channels else {
          throw .badData(
            url,
            "\(entry.imagePath) has \(entry.channels) channels, the cases before \(channels ?? 0)")
        }
        channels = entry.channels
        if let path = entry.labelPath {
          let array = try HDF5Array(path, in: file)
          values.formUnion(try array.labels(array.whole))
          guard values.count <= 1000 else {
            throw .badData(
              url, "\(path) holds more than 1000 different values; is the label key right?")
          }
        }
        cases[id] = entry
      }
    }
    if let label = keys.label, !cases.values.contains(where: { $0.labelPath != nil }) {
      throw .badData(url, "has no array \(label) beside \(keys.image); correct --label-key")
    }
    description.channels = (0..<(channels ?? 1)).map { "channel \($0)" }
    description.labels = LabelScheme(discovered: values)
  }

  private static func files(in url: URL) throws(VolumeFileError) -> [URL] {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .inputOutput(url, "there is no such file or folder")
    }
    guard url.isFolder else { return [url] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
      throw .inputOutput(url, "cannot list this folder")
    }
    let files = names.sorted().map { url.appendingPathComponent($0) }
      .filter {
        HDF5Dataset.isName($0.lastPathComponent) && !$0.lastPathComponent.hasPrefix(".")
      }
    guard !files.isEmpty else { throw .badData(url, "holds no HDF5 file (.h5, .hdf5)") }
    return files
  }

  /// The cases of a file: the file itself where the image's array is at its root, else every group that has one.
  private static func groups(
    _ keys: HDF5Keys, in file: HDF5File, isAlone: Bool
  ) throws(VolumeFileError) -> [(id: String, group: String)] {
    let stem = file.url.deletingPathExtension().lastPathComponent
    if file.exists("/" + keys.image) { return [(stem, "")] }
    var found: [(id: String, group: String)] = []
    for name in try file.names(in: "/") where file.exists("/\(name)/\(keys.image)") {
      found.append((isAlone ? name : "\(stem)_\(name)", "/" + name))
    }
    guard !found.isEmpty else {
      let names = try file.names(in: "/").prefix(8).joined(separator: ", ")
      throw .badData(
        file.url,
        "has no array \(keys.image), neither at its root nor in a group; at its root are: \(names)")
    }
    return found
  }
}
