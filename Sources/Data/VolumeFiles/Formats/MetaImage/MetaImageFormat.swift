import Foundation
import Volumes

/// MetaImage: `.mha`, and `.mhd` with its voxels in a file of their own.
///
/// Every element type, both byte orders, raw and zlib; images of two or three dimensions with channels, side by side or as fourth axis.
/// Source: the description of MetaIO and ITK 5.4's reader, whose places in the world are matched: LPS, `AnatomicalOrientation` ignored.
struct MetaImageFormat: VolumeFormat {
  var name: String { "MetaImage" }
  var resultEnding: String { ".mha" }
  var endings: [FileEnding] { [FileEnding(".mha"), FileEnding(".mhd")] }

  func recognizes(_ start: [UInt8]) -> Bool {
    let text = String(decoding: start.prefix(256), as: UTF8.self).lowercased()
    let key = text.prefix { $0 != "=" && !$0.isNewline }.trimmed
    return key == "ndims" || (key == "objecttype" && text.contains("image"))
  }

  func open(_ url: URL) throws(VolumeFileError) -> StoredImage {
    let header = try MetaImageHeader(reading: url)
    let rows = header.axes.affineRows
    if let problem = Affine.problem(withRows: rows) {
      throw .badData(
        url, "its TransformMatrix \(problem); export the file again with a valid orientation")
    }
    let geometry = Geometry(extent: header.extent, affine: Affine(rows: rows))
    let count = header.channels * geometry.extent.count
    let voxels = VoxelSource(
      parts: try parts(header, bytes: count * header.type.size, url), type: header.type,
      isBigEndian: header.isBigEndian, scaling: nil, channels: header.channels,
      count: geometry.extent.count,
      channelOrder: header.elementChannels > 1 ? .interleaved : .separate)
    try voxels.checkSizes(file: url)
    return StoredImage(
      header: VolumeHeader(
        format: name, shape: header.shape, isPlanar: header.isPlanar, voxelType: header.type,
        isBigEndian: header.isBigEndian, scaling: nil, geometry: geometry,
        affineSource: header.hasDirections ? "transform matrix" : "voxel sizes",
        channels: header.channels, segments: [], notes: header.notes, stored: header),
      voxels: voxels)
  }

  private func parts(
    _ header: MetaImageHeader, bytes: Int, _ url: URL
  ) throws(VolumeFileError) -> [VoxelSource.Part] {
    let isAttached = header.dataFiles == nil
    let files = DetachedVoxels(header: url, names: header.dataFiles ?? [url.lastPathComponent])
    return try files.parts(
      bytes: bytes, elementSize: header.type.size,
      compression: header.isCompressed ? .zlib : .none,
      skipped: isAttached ? 0 : header.headerSize
    ) { _ in isAttached ? header.end : 0 }
  }

  func filesRead(_ url: URL) -> [URL] {
    let names = (try? MetaImageHeader(reading: url))?.dataFiles ?? []
    return [url] + DetachedVoxels(header: url, names: names).urls
  }

  func filesWritten(_ url: URL) -> [URL] {
    voxelFile(of: url).map { [url, $0] } ?? [url]
  }

  /// The file that the voxels are written to, or `nil` where they follow the header.
  func voxelFile(of url: URL) -> URL? {
    let name = url.lastPathComponent
    guard let ending = ending(of: name)?.text, ending == ".mhd" else { return nil }
    return url.deletingLastPathComponent().appendingPathComponent(
      name.dropLast(ending.count) + ".zraw")
  }
}
