import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct NIfTIReadTests {
  /// A data type's code, and values that it can hold, its extremes among them.
  static let dataTypes: [(code: Int, type: VoxelType, values: [Double])] = [
    (2, .uint8, [0, 1, 200, 255]), (256, .int8, [-128, -1, 0, 127]),
    (4, .int16, [-32768, -1, 300, 32767]), (512, .uint16, [0, 255, 40000, 65535]),
    (8, .int32, [-2_147_483_648, -7, 70000, 16_777_216]), (768, .uint32, [0, 1, 4_294_967_040, 9]),
    (1024, .int64, [-9.223372036854775808e18, -5, 0, 1e15]), (1280, .uint64, [0, 3, 1.8e19, 5]),
    (16, .float32, [-1.5, 0, 3.25e30, 1e-30]), (64, .float64, [-1.5, 0, 3.25e30, 0.1]),
    (1536, .float128, [-1.5, 0, 3.25e30, 0.1]),
  ]

  @Test(arguments: dataTypes.map(\.code), [1, 2])
  func readsEveryDataTypeInBothByteOrders(code: Int, version: Int) throws {
    let (_, type, values) = try #require(Self.dataTypes.first { $0.code == code })
    for isBigEndian in [false, true] {
      for sizes in [
        [2, 2], [2, 2, 1], [1, 2, 2], [2, 1, 1, 2], [1, 1, 1, 1, 4], [2, 2, 1, 1],
      ] {
        for isCompressed in [false, true] {
          var file = NIfTIBytes(version: version, isBigEndian: isBigEndian, sizes: sizes)
          file.dataType = code
          file.voxels = values
          try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent(isCompressed ? "a.nii.gz" : "a.nii")
            try Data(isCompressed ? gzip(file.file) : file.file).write(to: url)
            let (volume, header, nonFinite) = try NIfTI.readVolume(url)
            #expect(volume.voxels == values.map { Float($0) })
            #expect(header.dataType == type && header.version == version)
            #expect(header.isBigEndian == isBigEndian && header.shape == sizes && nonFinite == 0)
            #expect(volume.channels == sizes.dropFirst(3).reduce(1, *))
            let size = sizes + [1]
            #expect(volume.extent == Extent(size[2], size[1], size[0]))
          }
        }
      }
    }
  }

  @Test(arguments: [(2.0, 10.0), (0.5, 0.0), (-1.0, 3.0), (1.0, 1.0)])
  func appliesTheScaling(slope: Double, intercept: Double) throws {
    for (code, version) in [(2, 1), (4, 2), (512, 1), (16, 2)] {
      var file = NIfTIBytes(version: version, sizes: [3])
      file.dataType = code
      (file.slope, file.intercept) = (slope, intercept)
      file.voxels = [0, 1, 100]
      #expect(try read(file).volume.voxels == [0, 1, 100].map { Float($0 * slope + intercept) })
    }
  }

  @Test(arguments: [0, Double.nan, .infinity, -.infinity])
  func takesASlopeThatIsNoNumberForNone(slope: Double) throws {
    var file = NIfTIBytes(sizes: [3])
    file.dataType = 4
    (file.slope, file.intercept) = (slope, 7)
    file.voxels = [0, 1, 100]
    let (volume, header, _) = try read(file)
    #expect(volume.voxels == [0, 1, 100])
    #expect(header.scaling == nil)
  }

  @Test func countsVoxelsThatAreNotFiniteAndGivesThemTheMinimumOfTheirChannel() throws {
    var file = NIfTIBytes(sizes: [3, 1, 1, 2])
    file.voxels = [.nan, 5, -2, .infinity, -.infinity, 8]
    let (volume, _, nonFinite) = try read(file)
    #expect(volume.voxels == [-2, 5, -2, 8, 8, 8])
    #expect(nonFinite == 3)
  }

  @Test(arguments: [1, 2]) func readsPairsFromEitherName(version: Int) throws {
    var file = NIfTIBytes(version: version)
    file.magic = "ni\(version)"
    for (header, voxels) in [("a.hdr", "a.img"), ("b.hdr.gz", "b.img.gz"), ("c.hdr", "c.img.gz")] {
      try withTemporaryFolder { folder in
        for (name, bytes) in [(header, file.header), (voxels, file.body)] {
          try Data(name.hasSuffix(".gz") ? gzip(bytes) : bytes)
            .write(to: folder.appendingPathComponent(name))
        }
        for name in [header, voxels] {
          let volume = try NIfTI.readVolume(folder.appendingPathComponent(name)).volume
          #expect(volume.voxels == file.voxels.map { Float($0) })
        }
      }
    }
  }

  @Test func readsPastExtensions() throws {
    var file = NIfTIBytes()
    file.voxelOffset = 352 + 32
    let bytes = file.header + [UInt8](repeating: 7, count: 32) + file.body
    try withTemporaryFolder { folder in
      for (name, content) in [("a.nii", bytes), ("a.nii.gz", gzip(bytes))] {
        let url = folder.appendingPathComponent(name)
        try Data(content).write(to: url)
        #expect(try NIfTI.readVolume(url).volume.voxels == file.voxels.map { Float($0) })
      }
    }
  }

  @Test func readsMoreThanOneBlock() throws {
    var file = NIfTIBytes(sizes: [130, 70, 50])
    file.dataType = 4
    file.voxels = (0..<130 * 70 * 50).map { Double($0 % 4001 - 2000) }
    for isBigEndian in [false, true] {
      file.isBigEndian = isBigEndian
      #expect(try read(file).volume.voxels == file.voxels.map { Float($0) })
    }
  }

  private func read(_ file: NIfTIBytes) throws -> (
    volume: Volume, header: NIfTIHeader, nonFinite: Int
  ) {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii")
      try file.write(to: url)
      return try NIfTI.readVolume(url)
    }
  }
}
