import Foundation
import Volumes

/// What the header of an NRRD file says.
struct NRRDHeader: StoredHeader {
  var type: VoxelType
  var isBigEndian: Bool
  var compression: Compression
  /// Lines and bytes to skip before the voxels; -1 bytes where they are the last of their file.
  var lineSkip: Int
  var byteSkip: Int
  /// The files of the voxels; `nil` where they follow the header.
  var dataFiles: [String]?
  /// Where the bytes behind the header begin.
  var end: Int
  var axes: NRRDAxes
  var segments: [VolumeHeader.Segment]

  var extent: Extent {
    let sizes = axes.spatial.map { axes.sizes[$0] }
    return Extent(sizes.count > 2 ? sizes[2] : 1, sizes[1], sizes[0])
  }

  /// - Throws: ``VolumeFileError`` where the file cannot be read, or its header is damaged or makes no sense.
  init(reading url: URL) throws(VolumeFileError) {
    _ = try FileStatus(of: url)
    let text = try HeaderText(of: url, isLast: \.isEmpty)
    guard text.lines.first?.hasPrefix("NRRD") == true else {
      throw .badData(url, "is no NRRD file: it does not begin with NRRD")
    }
    let fields = NRRDFields(text.lines, url)
    let typeName = try fields.required("type")
    guard let type = VoxelType(nrrdName: typeName) else {
      throw .badData(url, "data type \(typeName) is not one of NRRD's for real numbers")
    }
    self.type = type
    compression = try Self.compression(fields)
    isBigEndian = try Self.isBigEndian(fields, type: type)
    lineSkip = try fields.wholeNumbers("lineskip", count: 1)?.first ?? 0
    byteSkip = try fields.wholeNumbers("byteskip", count: 1)?.first ?? 0
    guard lineSkip >= 0, byteSkip >= -1 else {
      throw .badData(url, "skips \(lineSkip) lines and \(byteSkip) bytes, which cannot be")
    }
    end = text.end
    axes = try NRRDAxes(fields)
    _ = try VoxelShape(axes.sizes, of: type, url: url)
    dataFiles = try Self.dataFiles(fields)
    if dataFiles == nil, !text.isComplete {
      throw .badData(url, "is cut off: its header does not end; copy or export it again")
    }
    segments = NRRDSegments.read(fields.pairs)
  }

  private static func compression(_ fields: NRRDFields) throws(VolumeFileError) -> Compression {
    let encoding = try fields.required("encoding")
    switch encoding.lowercased() {
    case "raw": return .none
    case "gz", "gzip": return .gzip
    default:
      throw .badData(
        fields.url, "its encoding \(encoding) is not supported; save it as raw or gzip")
    }
  }

  private static func isBigEndian(
    _ fields: NRRDFields, type: VoxelType
  ) throws(VolumeFileError) -> Bool {
    switch fields["endian"]?.lowercased() {
    case "little": return false
    case "big": return true
    case nil where type.size == 1: return false
    case let other:
      throw .badData(
        fields.url, "its byte order is \"\(other ?? "")\"; the field endian is little or big")
    }
  }

  private static func dataFiles(_ fields: NRRDFields) throws(VolumeFileError) -> [String]? {
    guard let name = fields["datafile"] else { return nil }
    let words = name.split(separator: " ").map(String.init)
    guard words.first == "LIST" else {
      try DetachedVoxels.refusePattern(name, header: fields.url)
      return [name]
    }
    // Each file holds the next voxels of the slowest axes, of however many dimensions it says it is.
    return fields.listedFiles
  }
}
