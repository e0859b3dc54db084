import Files
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// One way in which a file can be wrong.
struct BadFile: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var kind: FailureKind
  /// What the message must mention.
  var mentions: String
  var fileName: String
  /// `nil` where the file is missing.
  var bytes: @Sendable () -> [UInt8]?

  init(
    _ name: String, kind: FailureKind = .badData, mentions: String, in fileName: String = "bad.nii",
    bytes: @escaping @Sendable () -> [UInt8]?
  ) {
    (testDescription, self.kind, self.mentions) = (name, kind, mentions)
    (self.fileName, self.bytes) = (fileName, bytes)
  }

  /// A valid file with a change.
  static func changed(
    _ name: String, mentions: String, version: Int = 1,
    _ change: @escaping @Sendable (inout NIfTIBytes) -> Void
  ) -> BadFile {
    BadFile(name, mentions: mentions) {
      var file = NIfTIBytes(version: version)
      change(&file)
      return file.file
    }
  }
}

@Suite struct NIfTIBadInputTests {
  static let noNIfTIFiles: [BadFile] = [
    BadFile("missing", kind: .inputOutput, mentions: "no such file") { nil },
    BadFile("empty", mentions: "empty") { [] },
    BadFile("a few bytes", mentions: "no NIfTI") { [1, 2, 3] },
    BadFile("text", mentions: "no NIfTI") { Array(String(repeating: "hello ", count: 100).utf8) },
    BadFile("half a header", mentions: "cut off") { Array(NIfTIBytes().header.prefix(200)) },
    BadFile("half a NIfTI-2 header", mentions: "cut off") {
      Array(NIfTIBytes(version: 2).header.prefix(400))
    },
    BadFile("no voxels", mentions: "cut off") { NIfTIBytes().header },
    BadFile("one byte short", mentions: "cut off") { Array(NIfTIBytes().file.dropLast()) },
    BadFile("a DICOM file", mentions: "DICOM") {
      [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + [UInt8](repeating: 0, count: 500)
    },
    .changed("no magic", mentions: "ANALYZE") { $0.magic = "" },
    .changed("a pair's header alone", mentions: "file of their own") { $0.magic = "ni1" },
    BadFile("gzip cut off in the voxels", mentions: "cut off", in: "bad.nii.gz") {
      Array(gzip(NIfTIBytes().file).dropLast(30))
    },
    BadFile("gzip cut off in the checksum", mentions: "cut off", in: "bad.nii.gz") {
      Array(gzip(NIfTIBytes().file).dropLast(3))
    },
    BadFile("gzip cut off in the header", mentions: "cut off", in: "bad.nii.gz") {
      Array(gzip(NIfTIBytes().file).prefix(100))
    },
    BadFile("gzip with a wrong checksum", mentions: "damaged", in: "bad.nii.gz") {
      var bytes = gzip(NIfTIBytes().file)
      bytes[bytes.count - 8] ^= 1
      return bytes
    },
    BadFile("gzip that can never hold so much", mentions: "hold", in: "bad.nii.gz") {
      var file = NIfTIBytes()
      file.sizes = [30000, 30000, 3]
      return gzip(file.file)
    },
  ]

  static let wrongHeaders: [BadFile] = [
    .changed("more voxels than the file", mentions: "cut off") { $0.sizes = [400, 300, 200] },
    .changed("no dimensions", mentions: "0 dimensions") { $0.axes = 0 },
    .changed("eight dimensions", mentions: "8 dimensions") { $0.axes = 8 },
    .changed("a negative dimension", mentions: "4 x -3 x 2") { $0.sizes = [4, -3, 2] },
    .changed("a dimension of 0", mentions: "4 x 0 x 2") { $0.sizes = [4, 0, 2] },
    .changed("dimensions that overflow", mentions: "any file", version: 2) {
      $0.sizes = [1 << 62, 1 << 62, 4]
    },
    .changed("dimensions near overflow", mentions: "any file", version: 2) {
      $0.sizes = [Int.max, 1, 1]
    },
    .changed("time and vector axes", mentions: "channels") { $0.sizes = [2, 2, 1, 2, 3] },
    .changed("spacing not a number", mentions: "voxel size") { $0.pixdim[1] = .nan },
    .changed("infinite spacing", mentions: "voxel size") { $0.pixdim[3] = .infinity },
    .changed("spacing 0", mentions: "voxel size") { $0.pixdim[2] = 0 },
    .changed("singular s-form", mentions: "singular") {
      $0.sform = [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0]
    },
    .changed("empty s-form", mentions: "singular") {
      $0.sform = [Double](repeating: 0, count: 12)
    },
    .changed("s-form not a number", mentions: "not numbers") { $0.sform[3] = .nan },
    .changed("quaternion too long", mentions: "no rotation") {
      ($0.sformCode, $0.qformCode) = (0, 1)
      $0.quaternion = [1, 1, 1]
    },
    .changed("quaternion not a number", mentions: "not a number") {
      ($0.sformCode, $0.qformCode) = (0, 1)
      $0.quaternion = [.nan, 0, 0]
    },
    .changed("voxels within the header", mentions: "vox_offset") { $0.voxelOffset = 100 },
    .changed("voxels before the file", mentions: "vox_offset", version: 2) { $0.voxelOffset = -5 },
    .changed("voxels nowhere", mentions: "vox_offset") { $0.voxelOffset = .nan },
    .changed("voxels far away", mentions: "cut off", version: 2) { $0.voxelOffset = 0x1p62 },
    .changed("complex", mentions: "complex") { $0.dataType = 32 },
    .changed("complex of doubles", mentions: "complex") { $0.dataType = 1792 },
    .changed("RGB", mentions: "RGB") { $0.dataType = 128 },
    .changed("RGBA", mentions: "RGB") { $0.dataType = 2304 },
    .changed("bits", mentions: "one bit") { $0.dataType = 1 },
    .changed("no data type", mentions: "data type") { $0.dataType = 0 },
    .changed("an unknown data type", mentions: "999") { $0.dataType = 999 },
    .changed("no finite voxel", mentions: "finite") {
      $0.voxels = [Double](repeating: .nan, count: 24)
    },
  ]

  @Test(arguments: noNIfTIFiles + wrongHeaders) func refuses(_ bad: BadFile) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent(bad.fileName)
      if let bytes = bad.bytes() { try Data(bytes).write(to: url) }
      let error = #expect(throws: VolumeFileError.self) { try NIfTI.readVolume(url) }
      let message = error?.description ?? ""
      #expect(error?.kind == bad.kind)
      #expect(message.contains(bad.fileName), "\(message)")
      #expect(message.contains(bad.mentions), "\(message)")
      #expect(!message.contains("\n"))
    }
  }

  @Test func refusesAFolder() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: VolumeFileError.self) { try NIfTI.readHeader(folder) }
      #expect(error?.kind == .inputOutput)
    }
  }

  @Test func refusesHalvesOfPairs() throws {
    try withTemporaryFolder { folder in
      var file = NIfTIBytes()
      file.magic = "ni1"
      let header = folder.appendingPathComponent("a.hdr")
      try Data(file.header).write(to: header)
      let withoutVoxels = #expect(throws: VolumeFileError.self) { try NIfTI.readVolume(header) }
      #expect(withoutVoxels?.kind == .inputOutput)
      #expect(withoutVoxels?.message.contains("a.img") == true)
      let voxels = folder.appendingPathComponent("b.img")
      try Data(file.body).write(to: voxels)
      let withoutHeader = #expect(throws: VolumeFileError.self) { try NIfTI.readVolume(voxels) }
      #expect(withoutHeader?.message.contains("b.hdr") == true)
      try Data(file.body.dropLast()).write(to: folder.appendingPathComponent("a.img"))
      let short = #expect(throws: VolumeFileError.self) { try NIfTI.readVolume(header) }
      #expect(short?.kind == .badData)
    }
  }

  /// Whatever single byte of a header is wrong, reading ends with an error or an image.
  @Test(arguments: [1, 2]) func survivesAnyByteOfTheHeader(version: Int) throws {
    let bytes = NIfTIBytes(version: version).file
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii")
      var refused = 0
      for position in 0..<(version == 1 ? 352 : 544) {
        for value: UInt8 in [0, 0x7F, 0x80, 0xFF] {
          var changed = bytes
          changed[position] = value
          try Data(changed).write(to: url)
          do {
            let volume = try NIfTI.readVolume(url).volume
            #expect(volume.voxels.count <= 24 * 4)
          } catch { refused += 1 }
        }
      }
      #expect(refused > 50)
    }
  }
}
