import Files
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// What files of every format must do that other programs wrote: each test runs over all samples.
@Suite struct FormatReadingTests {
  /// Values that a type can hold.
  private func values(of type: VoxelType) -> [Double] {
    switch type {
    case .uint8: [0, 1, 200, 255]
    case .int8: [-128, -1, 0, 127]
    case .uint16: [0, 255, 40000, 65535]
    case .int16: [-32768, -1, 300, 32767]
    case .uint32: [0, 1, 4_294_967_040, 9]
    case .int32: [-2_147_483_648, -7, 70000, 16_777_216]
    case .uint64: [0, 3, 1.8e19, 5]
    case .int64: [-9.223372036854775808e18, -5, 0, 1e15]
    case .float32, .float64, .float128: [-1.5, 0, 3.25e30, 0.125]
    }
  }

  @Test(arguments: FormatSample.all) func readsEveryTypeInBothByteOrders(
    sample: FormatSample
  ) throws {
    for type in sample.types {
      for isBigEndian in [false, true] {
        for isCompressed in [false, true] {
          for sizes in [[2, 2], [1, 2, 2], [2, 1, 1, 2]] {
            let content = FormatSample.Content(
              type: type, isBigEndian: isBigEndian, sizes: sizes, voxels: values(of: type),
              isCompressed: isCompressed)
            try withTemporaryFolder { folder in
              let url = try sample.write(content, in: folder)
              let (image, header, _) = try VolumeFile.readImage(url)
              #expect(image.voxels == content.voxels.map { Float($0) })
              #expect(header.voxelType == type && header.shape == sizes)
              #expect(header.isBigEndian == isBigEndian || type.size == 1)
              #expect(header.isPlanar == (sizes.count == 2))
              #expect(image.channels == (sizes.count == 4 ? 2 : 1))
            }
          }
        }
      }
    }
  }

  @Test(arguments: FormatSample.all) func readsLabelsOfEveryType(sample: FormatSample) throws {
    for type in sample.types {
      for isBigEndian in [false, true] {
        let content = FormatSample.Content(
          type: type, isBigEndian: isBigEndian, sizes: [2, 2, 1], voxels: [0, 5, 100, 127])
        try withTemporaryFolder { folder in
          let url = try sample.write(content, in: folder)
          #expect(try VolumeFile.readLabels(url).labels.voxels == [0, 5, 100, 127])
        }
      }
    }
  }

  /// More than one block of the reader, and of the decompression.
  @Test(arguments: FormatSample.all) func readsManyBlocks(sample: FormatSample) throws {
    for (isBigEndian, isCompressed) in [(false, true), (true, false)] {
      let content = FormatSample.Content(
        isBigEndian: isBigEndian, sizes: [130, 70, 50],
        voxels: (0..<130 * 70 * 50).map { Double($0 % 4001 - 2000) }, isCompressed: isCompressed)
      try withTemporaryFolder { folder in
        let url = try sample.write(content, in: folder)
        #expect(try VolumeFile.readImage(url).image.voxels == content.voxels.map { Float($0) })
      }
    }
  }

  /// Sizes that no file can hold, that this one does not hold, and that are none.
  @Test(arguments: FormatSample.all) func refusesSizesThatCannotBe(sample: FormatSample) throws {
    for sizes in [
      [30000, 30000, 30], [Int(Int32.max), 2, 2], [1 << 40, 1 << 40, 1 << 40], [Int.max, 1, 1],
      [1 << 62, 4, 1], [4, -3, 2], [4, 0, 2], [5, 3, 2], [-1, -24, 1],
    ] {
      for isCompressed in [false, true] {
        let content = FormatSample.Content(sizes: sizes, isCompressed: isCompressed)
        try withTemporaryFolder { folder in
          let url = try sample.write(content, in: folder)
          let error = #expect(throws: VolumeFileError.self) { try VolumeFile.readImage(url) }
          #expect(error?.kind == .badData)
          #expect(error?.message.contains("\n") == false)
        }
      }
    }
  }

  @Test(arguments: FormatSample.detached) func readsBehindTheFirstFourGigabytes(
    sample: FormatSample
  ) throws {
    try withTemporaryFolder { folder in
      let content = FormatSample.Content(skipped: 5 << 30)
      let url = try sample.write(content, in: folder)
      let file = try #require(VolumeFile.filesRead(url).first { $0 != url })
      // A hole in the file takes no space.
      let handle = try FileHandle(forWritingTo: file)
      try handle.truncate(atOffset: 5 << 30)
      try handle.seekToEnd()
      try handle.write(contentsOf: content.body)
      try handle.close()
      #expect(try VolumeFile.readImage(url).image.voxels == content.voxels.map { Float($0) })
      var short = content
      short.skipped = (5 << 30) + 1
      _ = try Data(sample.files(short)[0].bytes).write(to: url)
      let error = #expect(throws: VolumeFileError.self) { try VolumeFile.readImage(url) }
      #expect(error?.message.contains("cut off") == true, "\(error?.description ?? "")")
    }
  }

  @Test(arguments: FormatSample.detached) func saysWhichFileOfVoxelsIsMissing(
    sample: FormatSample
  ) throws {
    try withTemporaryFolder { folder in
      let url = try sample.write(FormatSample.Content(), in: folder)
      let file = try #require(VolumeFile.filesRead(url).first { $0 != url })
      try FileManager.default.removeItem(at: file)
      let error = #expect(throws: VolumeFileError.self) { try VolumeFile.readImage(url) }
      #expect(error?.kind == .inputOutput)
      #expect(error?.message.contains(file.lastPathComponent) == true)
      let gone = folder.appendingPathComponent("none" + (VolumeFile.ending(of: url.path) ?? ""))
      let missing = #expect(throws: VolumeFileError.self) { try VolumeFile.readHeader(gone) }
      #expect(missing?.kind == .inputOutput)
    }
  }

  @Test func saysWhatAForeignFileIs() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.dcm")
      for (bytes, mentions) in [
        ([UInt8](repeating: 0, count: 128) + Array("DICM".utf8), "DICOM"),
        ([0x89, 0x48, 0x44, 0x46, 0x0D], "HDF5"), ([0x89, 0x50, 0x4E, 0x47], "PNG"),
        (Array("hello".utf8), "not an image file"), ([], "empty"),
      ] {
        try Data(bytes).write(to: url)
        let error = #expect(throws: VolumeFileError.self) { try VolumeFile.readImage(url) }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains(mentions) == true, "\(error?.description ?? "")")
      }
    }
  }
}
