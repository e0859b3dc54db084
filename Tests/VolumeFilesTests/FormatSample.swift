import Foundation
import Testing
import VolumeFiles

/// A format whose files are made byte by byte, without the library, to test reading with.
struct FormatSample: Sendable, CustomTestStringConvertible {
  /// What a file shall hold.
  struct Content {
    var type = VoxelType.int16
    var isBigEndian = false
    /// x first.
    var sizes = [4, 3, 2]
    var voxels: [Double] = (0..<24).map(Double.init)
    var isCompressed = false
    /// How many bytes lie before the voxels in their file; only where they are in a file of their own.
    var skipped: Int?

    /// The voxels as stored.
    var body: [UInt8] {
      var file = NIfTIBytes(isBigEndian: isBigEndian, sizes: sizes)
      file.dataType = FormatSample.code(of: type)
      file.voxels = voxels
      return file.body
    }
  }

  var testDescription: String
  var types: [VoxelType]
  /// The file to be named; its voxels may be in a second one.
  var files: @Sendable (Content) -> [(name: String, bytes: [UInt8])]

  /// Writes the files to a folder.
  /// - Returns: The file to be named.
  func write(_ content: Content, in folder: URL) throws -> URL {
    let files = files(content)
    for (name, bytes) in files { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
    return folder.appendingPathComponent(files[0].name)
  }

  static let all = [nifti, niftiPair, nrrd, nhdr, metaImage, mhd]
  /// Those with voxels in a file of their own.
  static let detached = [niftiPair, nhdr, mhd]

  static let nifti = FormatSample(testDescription: ".nii", types: VoxelType.allCases) { content in
    let file = niftiBytes(content).file
    return [(content.isCompressed ? "a.nii.gz" : "a.nii", content.isCompressed ? gzip(file) : file)]
  }

  static let niftiPair = FormatSample(testDescription: ".hdr", types: VoxelType.allCases) {
    content in
    var file = niftiBytes(content)
    file.magic = "ni2"
    file.voxelOffset = content.skipped.map(Double.init)
    return content.isCompressed
      ? [("a.hdr.gz", gzip(file.header)), ("a.img.gz", gzip(file.body))]
      : [("a.hdr", file.header), ("a.img", file.body)]
  }

  static let nrrd = FormatSample(testDescription: ".nrrd", types: Array(nrrdNames.keys)) {
    content in
    [
      (
        "a.nrrd",
        nrrdHeader(content, more: "\n") + (content.isCompressed ? gzip(content.body) : content.body)
      )
    ]
  }

  static let nhdr = FormatSample(testDescription: ".nhdr", types: Array(nrrdNames.keys)) {
    content in
    let skip = content.skipped.map { "byte skip: \($0)\n" } ?? ""
    return [
      ("a.nhdr", nrrdHeader(content, more: skip + "data file: a.raw\n")),
      ("a.raw", content.isCompressed ? gzip(content.body) : content.body),
    ]
  }

  static let metaImage = FormatSample(
    testDescription: ".mha", types: Array(metaImageNames.keys)
  ) { content in
    [
      (
        "a.mha",
        metaImageHeader(content, "LOCAL")
          + (content.isCompressed ? zlib(content.body) : content.body)
      )
    ]
  }

  static let mhd = FormatSample(testDescription: ".mhd", types: Array(metaImageNames.keys)) {
    content in
    [
      ("a.mhd", metaImageHeader(content, "a.raw")),
      ("a.raw", content.isCompressed ? zlib(content.body) : content.body),
    ]
  }

  private static func niftiBytes(_ content: Content) -> NIfTIBytes {
    var file = NIfTIBytes(version: 2, isBigEndian: content.isBigEndian, sizes: content.sizes)
    file.dataType = code(of: content.type)
    file.voxels = content.voxels
    return file
  }

  private static func nrrdHeader(_ content: Content, more: String) -> [UInt8] {
    let sizes = content.sizes.map(String.init).joined(separator: " ")
    return Array(
      """
      NRRD0004
      # made by hand
      type: \(nrrdNames[content.type] ?? "")
      dimension: \(content.sizes.count)
      sizes: \(sizes)
      endian: \(content.isBigEndian ? "big" : "little")
      encoding: \(content.isCompressed ? "gzip" : "raw")

      """.utf8) + Array(more.utf8)
  }

  private static func metaImageHeader(_ content: Content, _ dataFile: String) -> [UInt8] {
    Array(
      """
      ObjectType = Image
      NDims = \(content.sizes.count)
      BinaryDataByteOrderMSB = \(content.isBigEndian ? "True" : "False")
      CompressedData = \(content.isCompressed ? "True" : "False")
      DimSize = \(content.sizes.map(String.init).joined(separator: " "))
      \(content.skipped.map { "HeaderSize = \($0)" } ?? "")
      ElementType = \(metaImageNames[content.type] ?? "")
      ElementDataFile = \(dataFile)

      """.utf8)
  }

  /// NIfTI's datatype codes.
  static func code(of type: VoxelType) -> Int {
    switch type {
    case .uint8: 2
    case .int8: 256
    case .uint16: 512
    case .int16: 4
    case .uint32: 768
    case .int32: 8
    case .uint64: 1280
    case .int64: 1024
    case .float32: 16
    case .float64: 64
    case .float128: 1536
    }
  }

  private static let nrrdNames: [VoxelType: String] = [
    .uint8: "uchar", .int8: "signed char", .uint16: "unsigned short", .int16: "int16_t",
    .uint32: "unsigned int", .int32: "signed int", .uint64: "uint64", .int64: "long long",
    .float32: "float", .float64: "double",
  ]

  private static let metaImageNames: [VoxelType: String] = [
    .uint8: "MET_UCHAR", .int8: "MET_CHAR", .uint16: "MET_USHORT", .int16: "MET_SHORT",
    .uint32: "MET_ULONG", .int32: "MET_INT", .uint64: "MET_ULONG_LONG",
    .int64: "MET_LONG_LONG", .float32: "MET_FLOAT", .float64: "MET_DOUBLE",
  ]
}

/// Bytes as a zlib stream that stores them without compression.
func zlib(_ bytes: [UInt8]) -> [UInt8] {
  // The blocks of a gzip file between its header and its trailer.
  var stream: [UInt8] = [0x78, 0x01] + gzip(bytes).dropFirst(10).dropLast(8)
  var (a, b): (UInt32, UInt32) = (1, 0)
  for byte in bytes {
    a = (a + UInt32(byte)) % 65521
    b = (b + a) % 65521
  }
  withUnsafeBytes(of: (b << 16 | a).bigEndian) { stream.append(contentsOf: $0) }
  return stream
}
