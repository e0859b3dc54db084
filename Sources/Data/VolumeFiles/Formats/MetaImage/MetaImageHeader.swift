import Foundation
import Volumes

/// What the header of a MetaImage says.
struct MetaImageHeader: StoredHeader {
  /// The sizes of the axes, x first.
  var shape: [Int]
  /// `ElementNumberOfChannels`: the channels of a voxel side by side.
  var elementChannels: Int
  var type: VoxelType
  var isBigEndian: Bool
  var isCompressed: Bool
  /// The bytes to skip before the voxels; -1 where they are the last of their file.
  var headerSize: Int
  /// The files of the voxels; `nil` where they follow the header.
  var dataFiles: [String]?
  /// Where the bytes behind the header begin.
  var end: Int
  var axes: WorldAxes
  /// Whether the file says how its axes lie.
  var hasDirections: Bool
  var notes: [String] = []

  var isPlanar: Bool { shape.count == 2 }
  var extent: Extent { Extent(shape.count > 2 ? shape[2] : 1, shape[1], shape[0]) }
  var channels: Int { elementChannels * (shape.count > 3 ? shape[3] : 1) }

  /// - Throws: ``VolumeFileError`` where the file cannot be read, or its header is damaged or makes no sense.
  init(reading url: URL) throws(VolumeFileError) {
    _ = try FileStatus(of: url)
    let text = try HeaderText(of: url) { Self.isDataFile($0) }
    let fields = MetaImageFields(text.lines, url)
    guard text.isComplete, let file = fields["ElementDataFile"] else {
      throw .badData(
        url, "is no MetaImage, or its header is cut off: it does not say where its voxels are")
    }
    shape = try Self.shape(fields)
    (type, elementChannels) = try Self.element(fields)
    isBigEndian = fields.isTrue("BinaryDataByteOrderMSB", "ElementByteOrderMSB")
    isCompressed = fields.isTrue("CompressedData")
    headerSize = try fields.wholeNumbers("HeaderSize", count: 1)?.first ?? 0
    guard headerSize >= -1 else {
      throw .badData(url, "wrong HeaderSize \(headerSize): it is a number of bytes, or -1")
    }
    end = text.end
    hasDirections = fields["TransformMatrix", "Rotation", "Orientation"] != nil
    axes = try Self.axes(fields, dimensions: shape.count)
    dataFiles = try Self.dataFiles(file, behind: text.end, url)
    _ = try VoxelShape(shape + [elementChannels], of: type, url: url)
    if shape.count == 4, shape[3] > 1, elementChannels > 1 {
      throw .badData(url, "has a fourth axis and channels; only one of them can be read")
    }
  }

  private static func isDataFile(_ line: String) -> Bool {
    line.prefix { $0 != "=" }.trimmed.lowercased() == "elementdatafile"
  }

  private static func shape(_ fields: MetaImageFields) throws(VolumeFileError) -> [Int] {
    guard let count = try fields.wholeNumbers("NDims", count: 1)?.first else {
      throw .badData(fields.url, "is no MetaImage: its header has no NDims")
    }
    guard (2...4).contains(count) else {
      throw .badData(fields.url, "claims \(count) dimensions; an image has 2 to 4")
    }
    guard let shape = try fields.wholeNumbers("DimSize", count: count) else {
      throw .badData(fields.url, "does not say its size: its header has no DimSize")
    }
    return shape
  }

  private static func element(
    _ fields: MetaImageFields
  ) throws(VolumeFileError) -> (VoxelType, channels: Int) {
    if let isBinary = fields["BinaryData"], !fields.isTrue("BinaryData") {
      throw .badData(
        fields.url, "its voxels are text (BinaryData = \(isBinary)); save them as binary data")
    }
    guard let name = fields["ElementType"] else {
      throw .badData(fields.url, "the header does not say which data type the voxels have")
    }
    guard let type = VoxelType(metaImageName: name) else {
      throw .badData(fields.url, "data type \(name) is not one of MetaImage's for real numbers")
    }
    let channels = try fields.wholeNumbers("ElementNumberOfChannels", count: 1)?.first ?? 1
    guard channels > 0 else {
      throw .badData(fields.url, "claims \(channels) channels; an image has at least 1")
    }
    return (type, channels)
  }

  /// The steps of the axes; the world is LPS whatever `AnatomicalOrientation` says, as in ITK.
  private static func axes(
    _ fields: MetaImageFields, dimensions: Int
  ) throws(VolumeFileError) -> WorldAxes {
    let spaces = min(dimensions, 3)
    let matrix = try fields.numbers(
      "TransformMatrix", "Rotation", "Orientation", count: dimensions * dimensions)
    let spacing = try fields.numbers("ElementSpacing", "ElementSize", count: dimensions)
    let origin = try fields.numbers("Offset", "Position", "Origin", count: dimensions)
    let steps = (0..<spaces).map { axis in
      (0..<spaces).map { world in
        (matrix?[axis * dimensions + world] ?? (axis == world ? 1 : 0)) * (spacing?[axis] ?? 1)
      }
    }
    return WorldAxes(
      steps: steps, origin: Array((origin ?? [0, 0, 0]).prefix(spaces)))
  }

  private static func dataFiles(
    _ name: String, behind end: Int, _ url: URL
  ) throws(VolumeFileError) -> [String]? {
    let word = name.uppercased()
    if word == "LOCAL" { return nil }
    guard word == "LIST" || word.hasPrefix("LIST ") else {
      try DetachedVoxels.refusePattern(name, header: url)
      return [name]
    }
    let all = try HeaderText(of: url) { _ in false }.lines
    let first = all.firstIndex(where: isDataFile).map { $0 + 1 } ?? all.count
    return all[first...].map(\.trimmed).filter { !$0.isEmpty }
  }
}
