import Foundation
import Volumes

/// NRRD: `.nrrd`, `.nhdr` with its voxels in other files, and 3D Slicer's `.seg.nrrd` with the names of its segments.
///
/// Every type of real numbers, both byte orders, raw and gzip; images of two or three dimensions with channels, as first or as last axis.
/// Source: the definition of the format at teem.sourceforge.net/nrrd, and ITK 5.4's reader, whose places in the world are matched.
struct NRRDFormat: VolumeFormat {
  var name: String { "NRRD" }
  var resultEnding: String { ".nrrd" }
  var endings: [FileEnding] {
    [FileEnding(".nrrd"), FileEnding(".nhdr"), FileEnding(Self.segmentationEnding)]
  }

  static let segmentationEnding = ".seg.nrrd"

  func recognizes(_ start: [UInt8]) -> Bool { start.starts(with: "NRRD000".utf8) }

  func open(_ url: URL) throws(VolumeFileError) -> StoredImage {
    let header = try NRRDHeader(reading: url)
    let axes = header.axes
    let rows = axes.world.affineRows
    if let problem = Affine.problem(withRows: rows) {
      throw .badData(
        url, "its \(axes.source) \(problem); export the file again with a valid orientation")
    }
    let geometry = Geometry(extent: header.extent, affine: Affine(rows: rows))
    let voxels = VoxelSource(
      parts: try parts(
        header, bytes: axes.channels * geometry.extent.count * header.type.size, url),
      type: header.type, isBigEndian: header.isBigEndian, scaling: nil, channels: axes.channels,
      count: geometry.extent.count, channelOrder: axes.isInterleaved ? .interleaved : .separate)
    try voxels.checkSizes(file: url)
    return StoredImage(
      header: VolumeHeader(
        format: name, shape: axes.sizes, isPlanar: axes.spatial.count == 2,
        voxelType: header.type, isBigEndian: header.isBigEndian, scaling: nil, geometry: geometry,
        affineSource: axes.source, channels: axes.channels, segments: header.segments,
        notes: axes.notes, stored: header),
      voxels: voxels)
  }

  private func parts(
    _ header: NRRDHeader, bytes: Int, _ url: URL
  ) throws(VolumeFileError) -> [VoxelSource.Part] {
    let start = header.dataFiles == nil ? header.end : 0
    let files = DetachedVoxels(header: url, names: header.dataFiles ?? [url.lastPathComponent])
    return try files.parts(
      bytes: bytes, elementSize: header.type.size, compression: header.compression,
      skipped: header.byteSkip
    ) { file throws(VolumeFileError) in try header.offset(in: file, from: start) }
  }

  func filesRead(_ url: URL) -> [URL] {
    let names = (try? NRRDHeader(reading: url))?.dataFiles ?? []
    return [url] + DetachedVoxels(header: url, names: names).urls
  }

  func filesWritten(_ url: URL) -> [URL] {
    voxelFile(of: url).map { [url, $0] } ?? [url]
  }

  /// The file that the voxels are written to, or `nil` where they follow the header.
  func voxelFile(of url: URL) -> URL? {
    let name = url.lastPathComponent
    guard let ending = ending(of: name)?.text, ending == ".nhdr" else { return nil }
    return url.deletingLastPathComponent().appendingPathComponent(
      name.dropLast(ending.count) + ".raw.gz")
  }
}

extension NRRDHeader {
  /// Where the bytes of a file begin behind the lines to skip.
  fileprivate func offset(in file: URL, from start: Int) throws(VolumeFileError) -> Int {
    guard lineSkip > 0 else { return start }
    var rest = lineSkip
    let reader = try ByteReader(file, from: start, compression: .none)
    let (bytes, count) = try reader.readStart(1 << 20)
    guard
      let end = bytes[..<count].firstIndex(where: { byte in
        if byte == UInt8(ascii: "\n") { rest -= 1 }
        return rest == 0
      })
    else {
      throw .badData(file, "has fewer than the \(lineSkip) lines that its header skips")
    }
    return start + end + 1
  }
}
