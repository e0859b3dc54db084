import CHDF5
public import Foundation
public import Volumes

/// A data set in one HDF5 file, as `seg pack` writes it, or in files of other tools.
public struct HDF5Dataset: CaseStore {
  /// Where one case is.
  private struct Place: Sendable {
    var file: URL
    var image: String
    var label: String?
    var group: String
  }

  static let formatName = "seg-dataset"
  static let formatVersion = 1

  public let location: URL
  public let description: DatasetDescription
  public let caseIDs: [String]
  private let places: [String: Place]
  private let keys: HDF5Keys?

  /// Opens a data set and lists its cases.
  /// - Parameter foreign: Where things are in files of other tools (`url` may then be a folder of files).
  /// - Throws: ``VolumeFileError`` where it is no such file, of another version, or has no cases.
  public init(_ url: URL, foreign: HDF5Keys? = nil) throws(VolumeFileError) {
    location = url
    keys = foreign
    let found: (DatasetDescription, [String: Place])
    if let foreign {
      found = try Self.openForeign(url, foreign)
    } else {
      found = try Self.open(url)
    }
    (description, places) = found
    caseIDs = places.keys.sorted()
    guard !caseIDs.isEmpty else { throw .badData(url, "holds no cases") }
  }

  private static func open(_ url: URL) throws(VolumeFileError) -> (DatasetDescription, [String: Place]) {
    try inLock { () throws(VolumeFileError) in
      let reader = try HDF5Reader(url)
      guard try reader.texts("format", of: "/")?.first == formatName else {
        throw .badData(
          url,
          "is an HDF5 file, but no data set of seg; pack it with seg pack, or name its arrays with --image-key and --label-key")
      }
      let version = try reader.numbers("version", of: "/")?.first ?? 0
      guard version == Double(formatVersion) else {
        throw .badData(
          url, "has version \(version) of the format, this program reads \(formatVersion); pack it again")
      }
      guard reader.exists("/cases") else { throw .badData(url, "holds no cases") }
      let names = try reader.texts("labels", of: "/") ?? ["background"]
      let values = try reader.numbers("label_values", of: "/") ?? names.indices.map(Double.init)
      let whole = values.compactMap { UInt16(exactly: $0) }
      guard whole.count == names.count, whole.first == 0, Set(whole).count == whole.count else {
        throw .badData(url, "attribute label_values must name a different value for each label, 0 first")
      }
      var places: [String: Place] = [:]
      for id in try reader.names(in: "/cases") {
        let group = "/cases/\(id)"
        places[id] = Place(
          file: url, image: group + "/image",
          label: reader.exists(group + "/label") ? group + "/label" : nil, group: group)
      }
      let channels = try reader.texts("channels", of: "/") ?? ["channel 0"]
      let table = LabelTable(
        entries: zip(names, whole).map { LabelTable.Entry(name: $0, value: $1) })
      return (
        DatasetDescription(
          channels: channels, labels: table,
          name: url.deletingPathExtension().lastPathComponent), places
      )
    }
  }

  private static func openForeign(_ url: URL, _ keys: HDF5Keys) throws(VolumeFileError) -> (
    DatasetDescription, [String: Place]
  ) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    guard exists else { throw .inputOutput(url, "there is no such file or folder") }
    var files = [url]
    if isFolder.boolValue {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      files = names.filter { ["h5", "hdf5", "hdf"].contains(($0 as NSString).pathExtension) }
        .sorted().map { url.appendingPathComponent($0) }
      guard !files.isEmpty else { throw .badData(url, "holds no .h5 file") }
    }
    return try inLock { () throws(VolumeFileError) in
      var places: [String: Place] = [:]
      var channels = 1
      var values: Set<UInt16> = [0]
      for file in files {
        let reader = try HDF5Reader(file)
        let stem = file.deletingPathExtension().lastPathComponent
        var groups: [(id: String, group: String)] = []
        if reader.exists("/" + keys.image) {
          groups = [(stem, "")]
        } else {
          for name in try reader.names(in: "/") where reader.exists("/\(name)/\(keys.image)") {
            groups.append((files.count == 1 ? name : "\(stem)_\(name)", "/\(name)"))
          }
        }
        guard !groups.isEmpty else { throw .badData(file, "has no array \(keys.image)") }
        for (id, group) in groups {
          let label = keys.label.map { "\(group)/\($0)" }
          let place = Place(
            file: file, image: "\(group)/\(keys.image)",
            label: label.flatMap { reader.exists($0) ? $0 : nil }, group: group.isEmpty ? "/" : group)
          places[id] = place
          let dimensions = try reader.array(place.image).dimensions
          channels = dimensions.count == 4 ? dimensions[0] : 1
          if let label = place.label {
            values.formUnion(Set(try reader.labels(try reader.array(label), label)))
          }
        }
      }
      guard values.count <= 1000 else {
        throw .badData(url, "holds \(values.count) different labels; is the label key right?")
      }
      return (
        DatasetDescription(
          channels: (0..<channels).map { "channel \($0)" },
          labels: LabelTable(
            entries: values.sorted().map {
              LabelTable.Entry(name: $0 == 0 ? "background" : "label \($0)", value: $0)
            }), name: url.deletingPathExtension().lastPathComponent), places
      )
    }
  }

  public func hasLabels(_ id: String) -> Bool { places[id]?.label != nil }

  public func readGeometry(_ id: String) throws(VolumeFileError) -> Geometry {
    let place = try place(id)
    return try Self.inLock { () throws(VolumeFileError) in
      let reader = try HDF5Reader(place.file)
      return try geometry(reader, place, try reader.array(place.image).dimensions)
    }
  }

  public func readCase(_ id: String) throws(VolumeFileError) -> CaseData {
    let place = try place(id)
    return try Self.inLock { () throws(VolumeFileError) in
      let reader = try HDF5Reader(place.file)
      let array = try reader.array(place.image)
      let geometry = try geometry(reader, place, array.dimensions)
      let channels = array.dimensions.count == 4 ? array.dimensions[0] : 1
      guard channels == description.channels.count else {
        throw .badData(
          place.file,
          "case \(id) has \(channels) channels, the data set \(description.channels.count) (\(description.channels.joined(separator: ", ")))")
      }
      var voxels = try reader.floats(array, place.image)
      let nonFinite = Self.replaceNonFinite(&voxels, channels: channels)
      let source = try? reader.texts("source", of: place.group)?.first
      var result = CaseData(
        id: id, image: Volume(geometry: geometry, channels: channels, voxels: voxels), labels: nil,
        source: source ?? location.lastPathComponent, nonFinite: nonFinite)
      if let path = place.label {
        let label = try reader.array(path)
        let sizes = label.dimensions.count == 4 && label.dimensions[0] == 1
          ? Array(label.dimensions.dropFirst()) : label.dimensions
        guard sizes == geometry.extent.axes else {
          throw .badData(
            place.file, "case \(id): the label map has the shape \(sizes), its image \(geometry.extent.axes)")
        }
        let map = LabelMap(geometry: geometry, voxels: try reader.labels(label, path))
        result.labels =
          keys == nil ? try requireClasses(map, id) : try map.classIndices(
            of: description.labels, file: place.file.path)
      }
      return result
    }
  }

  private func requireClasses(_ map: LabelMap, _ id: String) throws(VolumeFileError) -> LabelMap {
    let largest = Int(map.voxels.max() ?? 0)
    guard largest < description.labels.count else {
      throw .badData(
        location, "case \(id) has a label \(largest), but the data set lists \(description.labels.count) labels; pack it again")
    }
    return map
  }

  private func place(_ id: String) throws(VolumeFileError) -> Place {
    guard let place = places[id] else { throw .noCase(id, in: location) }
    return place
  }

  private func geometry(_ reader: HDF5Reader, _ place: Place, _ dimensions: [Int])
    throws(VolumeFileError) -> Geometry
  {
    guard dimensions.count == 3 || dimensions.count == 4 else {
      throw .badData(
        place.file, "\(place.image) has \(dimensions.count) dimensions; expected [C, D, H, W] or [D, H, W]")
    }
    let sizes = dimensions.suffix(3).map { $0 }
    let extent = Extent(sizes[0], sizes[1], sizes[2])
    if let affine = try reader.numbers("affine", of: place.group) {
      guard affine.count == 16 || affine.count == 12, affine.allSatisfy(\.isFinite) else {
        throw .badData(place.file, "the affine of \(place.group) is no 4 x 4 matrix of numbers")
      }
      let transform = Affine(rows: Array(affine.prefix(12)))
      guard abs(transform.determinant) > 1e-12 else {
        throw .badData(place.file, "the affine of \(place.group) is singular; export it again")
      }
      return Geometry(extent: extent, affine: transform)
    }
    var spacing = try reader.numbers("spacing", of: place.image)
    if spacing == nil { spacing = try reader.numbers("spacing", of: place.group) }
    if spacing == nil { spacing = keys?.spacing?.axes }
    guard let spacing, spacing.count == 3, spacing.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw .badData(
        place.file, "\(place.group) has no spacing of three positive numbers (z, y, x in mm); give it with --spacing")
    }
    return Geometry(extent: extent, spacing: Spacing(spacing[0], spacing[1], spacing[2]))
  }

  private static func replaceNonFinite(_ voxels: inout [Float], channels: Int) -> Int {
    let size = voxels.count / max(1, channels)
    var count = 0
    for channel in 0..<channels {
      let range = (channel * size)..<((channel + 1) * size)
      var least = Float.infinity
      var broken = 0
      for index in range {
        if voxels[index].isFinite { least = min(least, voxels[index]) } else { broken += 1 }
      }
      guard broken > 0 else { continue }
      count += broken
      for index in range where !voxels[index].isFinite {
        voxels[index] = least.isFinite ? least : 0
      }
    }
    return count
  }

  private static func inLock<Result>(_ body: () throws(VolumeFileError) -> Result)
    throws(VolumeFileError) -> Result
  {
    let result = HDF5Lock.locked { () -> Swift.Result<Result, VolumeFileError> in
      do throws(VolumeFileError) { return .success(try body()) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
