import Foundation
import VolumeFiles
import Volumes

/// Small files of cases for tests of data sets.
enum CaseFiles {
  static let geometry = Geometry(
    extent: Extent(2, 3, 4), affine: Affine(rows: [1, 0, 0, 5, 0, 2, 0, 6, 0, 0, 3, 7]))

  /// An image whose voxels count up from a number.
  static func image(from first: Int, channels: Int = 1, geometry: Geometry = geometry) -> Volume {
    let count = channels * geometry.extent.count
    return Volume(
      geometry: geometry, channels: channels, voxels: (0..<count).map { Float(first + $0) })
  }

  /// A label map that repeats values.
  static func labels(_ values: [UInt16], geometry: Geometry = geometry) -> LabelMap {
    LabelMap(
      geometry: geometry,
      voxels: (0..<geometry.extent.count).map { values[$0 % values.count] })
  }

  static func write(_ image: Volume, _ path: String, in folder: URL) throws {
    try NIfTI.write(image, to: try url(path, in: folder))
  }

  static func write(_ labels: LabelMap, _ path: String, in folder: URL) throws {
    try NIfTI.write(labels, to: try url(path, in: folder))
  }

  static func write(_ text: String, _ path: String, in folder: URL) throws {
    try Data(text.utf8).write(to: try url(path, in: folder))
  }

  /// A path in a folder, with the folders on the way.
  private static func url(_ path: String, in folder: URL) throws -> URL {
    let url = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return url
  }
}
