import Files
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct NIfTIWriteTests {
  /// An input whose every geometry field holds an unusual value.
  private func unusual(version: Int, isBigEndian: Bool, sizes: [Int]) -> NIfTIBytes {
    var file = NIfTIBytes(version: version, isBigEndian: isBigEndian, sizes: sizes)
    file.pixdim = [-1, 0.7, 0.8, 1.3, 2.5, 1, 0, 3]
    file.units = 10
    (file.qformCode, file.sformCode) = (1, 4)
    file.quaternion = [0.1, -0.2, 0.30000001]
    file.quaternionOffset = [-12.345678, 1e-7, 98.7]
    file.sform = [-0.71, 0.013, 0.1, 80.1, 0.02, 0.8, -0.17, -123.4, 0.1, 0.2, 1.31, 1e-3]
    file.description = "PATIENT NAME"
    file.voxels = (0..<sizes.reduce(1, *)).map { Double($0 % 7) }
    return file
  }

  @Test(arguments: [1, 2], [[5, 4, 3], [5, 4], [5, 4, 3, 2], [5, 4, 3, 1], [5, 4, 1, 1, 3]])
  func writesLabelsWithTheGeometryOfTheInputBitForBit(version: Int, sizes: [Int]) throws {
    for isBigEndian in [false, true] {
      for name in ["out.nii", "out.nii.gz", "out.hdr"] {
        let file = unusual(version: version, isBigEndian: isBigEndian, sizes: sizes)
        try withTemporaryFolder { folder in
          let input = folder.appendingPathComponent("in.nii")
          try file.write(to: input)
          let header = try NIfTI.readHeader(input)
          let count = header.geometry.extent.count
          let labels = LabelMap(
            geometry: header.geometry, voxels: (0..<count).map { UInt16($0 % 3) })
          let output = folder.appendingPathComponent(name)
          try NIfTI.write(labels, like: header, to: output)

          let (read, written) = try NIfTI.readLabelMap(output)
          #expect(read.voxels == labels.voxels)
          #expect(written.geometry == header.geometry)
          let channels = sizes.dropFirst(3).reduce(1, *)
          #expect(written.shape == (channels > 1 ? Array(sizes.prefix(3)) : sizes))
          #expect(written.version == version && written.dataType == .uint8)
          #expect(written.pixelDimensions == header.pixelDimensions)
          #expect(written.sformRows == header.sformRows)
          #expect(written.quaternion == header.quaternion)
          #expect(written.quaternionOffset == header.quaternionOffset)
          #expect(written.units == 10 && written.qformCode == 1 && written.sformCode == 4)
          if name != "out.nii.gz" {
            let bytes = try Data(contentsOf: output)
            #expect(bytes.range(of: Data("PATIENT".utf8)) == nil)
          }
        }
      }
    }
  }

  /// The bytes of the fields, against a header that was put together by hand.
  @Test(arguments: [1, 2]) func writesWhatTheStandardSays(version: Int) throws {
    var file = unusual(version: version, isBigEndian: false, sizes: [5, 4, 3])
    file.dataType = 2
    file.slope = 1
    try withTemporaryFolder { folder in
      let input = folder.appendingPathComponent("in.nii")
      try file.write(to: input)
      let (labels, header) = try NIfTI.readLabelMap(input)
      let output = folder.appendingPathComponent("out.nii")
      try NIfTI.write(labels, like: header, to: output)
      var expected = file
      expected.description = ""
      var bytes = [UInt8](try Data(contentsOf: output))
      if version == 1 { bytes[38] = 0 }
      #expect(bytes == expected.file)
    }
  }

  @Test func choosesTheDataTypeByTheLargestValue() throws {
    let geometry = Geometry(extent: Extent(1, 1, 3), spacing: Spacing(1, 1, 1))
    let cases: [(voxels: [UInt16], forced: UInt16, type: VoxelType)] = [
      ([0, 1, 255], 0, .uint8), ([0, 256, 1], 0, .uint16), ([0, 65535, 5], 0, .uint16),
      ([0, 1, 2], 201, .uint8), ([0, 1, 2], 1000, .uint16),
    ]
    for (voxels, forced, type) in cases {
      try withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("a.nii.gz")
        try NIfTI.write(
          LabelMap(geometry: geometry, voxels: voxels), to: url, largestValue: forced)
        let (labels, header) = try NIfTI.readLabelMap(url)
        #expect(labels.voxels == voxels && header.dataType == type)
      }
    }
  }

  @Test func writesChannelsAsFourthAxis() throws {
    let geometry = Geometry(
      extent: Extent(2, 3, 4), affine: Affine(rows: [0, -2, 0, 5, 1.5, 0, 0, -7, 0, 0, 3, 11]))
    let voxels = (0..<48).map { Float($0) / 7 }
    let volume = Volume(geometry: geometry, channels: 2, voxels: voxels)
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii.gz")
      try NIfTI.write(volume, to: url)
      let (read, header, _) = try NIfTI.readVolume(url)
      #expect(read.voxels == voxels && read.channels == 2 && read.geometry == geometry)
      #expect(header.shape == [4, 3, 2, 2] && header.dataType == .float32)
      let again = folder.appendingPathComponent("b.nii")
      try NIfTI.write(
        Volume(geometry: geometry, channels: 1, voxels: Array(voxels[..<24])), like: header,
        to: again)
      #expect(try NIfTI.readHeader(again).shape == [4, 3, 2])
    }
  }

  /// Both forms say the same where the axes are orthogonal; a shear has no q-form.
  @Test func writesBothFormsOfItsOwnGeometry() throws {
    let degrees = 20 * Double.pi / 180
    let (c, s) = (cos(degrees), sin(degrees))
    for sign in [1.0, -1] {
      let rows = [2 * c, -3 * s, 0, 7, 2 * s, 3 * c, 0, 8, 0, 0, 4 * sign, 9]
      let geometry = Geometry(extent: Extent(1, 1, 1), affine: Affine(rows: rows))
      try withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("a.nii")
        try NIfTI.write(LabelMap(geometry: geometry, voxels: [1]), to: url)
        var bytes = [UInt8](try Data(contentsOf: url))
        let both = try NIfTI.readHeader(url)
        #expect(both.qformCode == 1 && both.sformCode == 1)
        bytes[254] = 0
        try Data(bytes).write(to: url)
        let qform = try NIfTI.readHeader(url)
        #expect(qform.affineSource == .qform)
        for (a, b) in zip(qform.geometry.affine.rows, rows) { #expect(abs(a - b) < 1e-5) }
      }
    }
    let sheared = Geometry(
      extent: Extent(1, 1, 1), affine: Affine(rows: [1, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]))
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii")
      try NIfTI.write(LabelMap(geometry: sheared, voxels: [1]), to: url)
      let header = try NIfTI.readHeader(url)
      #expect(header.qformCode == 0 && header.geometry == sheared)
    }
  }

  @Test func takesVersion2ForLongAxes() throws {
    let geometry = Geometry(extent: Extent(1, 1, 40000), spacing: Spacing(1, 1, 1))
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii.gz")
      let voxels = (0..<40000).map { UInt16($0 & 1) }
      try NIfTI.write(LabelMap(geometry: geometry, voxels: voxels), to: url)
      let (labels, header) = try NIfTI.readLabelMap(url)
      #expect(labels.voxels == voxels && header.version == 2)
    }
  }

  @Test func leavesNothingWhereItCannotWrite() throws {
    let map = LabelMap(
      geometry: Geometry(extent: Extent(1, 1, 1), spacing: Spacing(1, 1, 1)), voxels: [1])
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("none/a.nii.gz")
      let error = #expect(throws: VolumeFileError.self) { try NIfTI.write(map, to: missing) }
      #expect(error?.kind == .inputOutput)
      #expect(error?.description.contains("a.nii.gz") == true)
      let wrong = #expect(throws: VolumeFileError.self) {
        try NIfTI.write(map, to: folder.appendingPathComponent("a.png"))
      }
      #expect(wrong?.kind == .usage)
      // A folder in the file's place: renaming fails after everything was written.
      let occupied = folder.appendingPathComponent("b.nii")
      try FileManager.default.createDirectory(
        at: occupied.appendingPathComponent("x"), withIntermediateDirectories: true)
      #expect(throws: FileError.self) { try NIfTI.write(map, to: occupied) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["b.nii"])
    }
  }
}
