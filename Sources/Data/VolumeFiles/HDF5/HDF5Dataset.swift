import Files
public import Foundation
import Labels
public import Volumes

/// A data set in one HDF5 file, as `seg pack` writes it, or in files of other tools.
///
/// Cases are read one at a time, or in part by ``readPatch(_:origin:extent:)``, so that a data set may be larger than
/// memory. May be used from several threads; reads then wait for each other.
public struct HDF5Dataset: CaseStore {
  static let formatName = "seg-dataset"
  static let formatVersion = 1

  /// Whether a file's name ends as those of HDF5 files do.
  public static func isName(_ name: String) -> Bool {
    let lowercase = name.lowercased()
    return [".h5", ".hdf5", ".hdf", ".he5"].contains { lowercase.hasSuffix($0) }
  }

  public let location: URL
  public let description: DatasetDescription
  public let caseIDs: [String]
  private let cases: [String: HDF5Case]
  /// The file, kept open, where there is one only.
  private let file: HDF5File?
  /// True where label maps hold class indices, as `seg pack` writes them, not values.
  private let holdsClassIndices: Bool

  /// Opens a data set, and checks dimensions and types of all cases.
  /// - Parameters:
  ///   - url: The file; with `foreign` it may be a folder of files.
  ///   - foreign: Where things are in files of other tools. Their labels are the values that occur, which takes reading every label map.
  /// - Throws: ``VolumeFileError`` where it is missing, cut off, no such file, of another version, has no cases, or a case
  ///   has arrays of wrong dimensions or types.
  public init(_ url: URL, foreign: HDF5Keys? = nil) throws(VolumeFileError) {
    let contents =
      if let foreign {
        try HDF5Lock.locked { () throws(VolumeFileError) in
          try HDF5DatasetContents(foreign: foreign, in: url)
        }
      } else {
        try HDF5Lock.locked { () throws(VolumeFileError) in try HDF5DatasetContents(url) }
      }
    location = url
    description = contents.description
    cases = contents.cases
    caseIDs = contents.cases.keys.sorted()
    file = contents.file
    holdsClassIndices = foreign == nil
  }

  public func hasLabels(_ id: String) -> Bool { cases[id]?.labelPath != nil }

  public func readGeometry(_ id: String) throws(VolumeFileError) -> Geometry {
    try find(id).geometry
  }

  public func readCase(_ id: String) throws(VolumeFileError) -> CaseData {
    let entry = try find(id)
    let extent = entry.geometry.extent
    let patch = try readPatch(id, origin: .zero, extent: extent)
    var image = Volume(geometry: entry.geometry, channels: entry.channels, voxels: patch.image)
    let nonFinite = patch.image.count { !$0.isFinite }
    if nonFinite > 0, !image.replaceNonFinite() {
      throw .badData(entry.url, "\(entry.imagePath) holds no finite voxel in one of its channels")
    }
    return CaseData(
      id: id, image: image,
      labels: patch.labels.map { LabelMap(geometry: entry.geometry, voxels: $0) },
      source: entry.source, nonFinite: nonFinite)
  }

  /// Part of a case, read without the rest.
  public struct Patch: Sendable {
    public var channels: Int
    public var extent: Extent
    /// C order (channel, z, y, x), as stored: voxels that are not finite are not replaced.
    public var image: [Float]
    /// C order (z, y, x), class indices.
    public var labels: [UInt16]?
  }

  /// Reads part of a case.
  ///
  /// Its time depends on the chunks that the part touches, not on the size of the case.
  /// - Parameters:
  ///   - origin: The first voxel, (z, y, x).
  ///   - extent: The size of the part, which must lie within the case.
  /// - Throws: ``VolumeFileError`` where there is no such case or part, or its data are damaged.
  public func readPatch(
    _ id: String, origin: VoxelIndex, extent: Extent
  ) throws(VolumeFileError) -> Patch {
    let entry = try find(id)
    let whole = entry.geometry.extent
    for axis in 0..<3 {
      guard extent[axis] > 0, origin[axis] >= 0, origin[axis] <= whole[axis] - extent[axis] else {
        throw VolumeFileError(
          .internalFault, "case \(id) of \(whole) voxels has no part of \(extent) at \(origin)",
          url: entry.url)
      }
    }
    let (image, values) = try HDF5Lock.locked { () throws(VolumeFileError) in
      let file = if let file { file } else { try HDF5File(entry.url) }
      func region(_ array: HDF5Array) -> HDF5Array.Region {
        let leading = array.dimensions.dropLast(3)
        return HDF5Array.Region(
          start: leading.map { _ in 0 } + origin.axes, size: leading + extent.axes)
      }
      let array = try HDF5Array(entry.imagePath, in: file)
      let image = try array.floats(region(array))
      guard let path = entry.labelPath else { return (image, [UInt16]?.none) }
      let labels = try HDF5Array(path, in: file)
      return (image, try labels.labels(region(labels)))
    }
    guard image.count == entry.channels * extent.count,
      (values?.count ?? extent.count) == extent.count
    else { throw .badData(entry.url, "case \(id) has changed since the data set was opened") }
    return Patch(
      channels: entry.channels, extent: extent, image: image,
      labels: try values.map { values throws(VolumeFileError) in
        try classIndices(values, extent, entry)
      })
  }

  private func classIndices(
    _ values: [UInt16], _ extent: Extent, _ entry: HDF5Case
  ) throws(VolumeFileError) -> [UInt16] {
    if holdsClassIndices {
      let largest = Int(values.max() ?? 0)
      guard largest < description.labels.count else {
        throw .badData(
          entry.url,
          """
          case \(entry.id) holds the label \(largest) in \(values.count { $0 == largest }) \
          voxels, but the data set lists \(description.labels.count) labels; pack it again
          """
        )
      }
      return values
    }
    let map = LabelMap(
      geometry: Geometry(extent: extent, affine: entry.geometry.affine), voxels: values)
    return try map.classIndices(of: description.labels, file: entry.url.relativePath).voxels
  }

  private func find(_ id: String) throws(VolumeFileError) -> HDF5Case {
    guard let entry = cases[id] else { throw .noCase(id, in: location) }
    return entry
  }
}
