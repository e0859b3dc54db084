import Files
import Foundation
import Labels
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// What files of every format must do when they are written: each test runs over all endings.
@Suite struct FormatContractTests {
  static let endings = VolumeFile.endings
  static let types: [VoxelType] = [.float32, .int16, .uint8, .uint16, .float64, .int8, .int32]

  /// 48 orientations along the world's axes and some oblique ones, with different voxel sizes.
  static let affines: [Affine] = {
    let steps = [0.75, 1.5, 3.25]
    let origin = [-11.5, 20.25, 3.125]
    var affines: [Affine] = []
    for axes in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      for signs in 0..<8 {
        var rows = [Double](repeating: 0, count: 12)
        for axis in 0..<3 {
          rows[axes[axis] * 4 + axis] = signs >> axis & 1 == 0 ? steps[axis] : -steps[axis]
        }
        for row in 0..<3 { rows[row * 4 + 3] = origin[row] }
        affines.append(Affine(rows: rows))
      }
    }
    for (a, b) in [(0.1, 0.2), (0.7, -0.3), (-1.2, 0.5)] {
      let turn = Affine(rows: [cos(a), -sin(a), 0, 0, sin(a), cos(a), 0, 0, 0, 0, 1, 0])
      let tilt = Affine(rows: [1, 0, 0, 0, 0, cos(b), -sin(b), 0, 0, sin(b), cos(b), 0])
      let rotation = turn.multiplied(by: tilt)
      affines.append(rotation.multiplied(by: affines[0]))
      affines.append(rotation.multiplied(by: affines[13]))
    }
    return affines
  }()

  private func image(
    _ extent: Extent = Extent(2, 3, 4), channels: Int = 1, affine: Affine = affines[9]
  ) -> Volume {
    Volume(
      geometry: Geometry(extent: extent, affine: affine), channels: channels,
      voxels: (0..<channels * extent.count).map { Float($0 * 7 % 101) })
  }

  private func isClose(_ a: Affine, _ b: Affine) -> Bool {
    // Some formats store single precision.
    zip(a.rows, b.rows).allSatisfy { abs($0 - $1) < 2e-6 * max(1, abs($1)) }
  }

  @Test(arguments: endings) func readsBackImagesOfEveryType(ending: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      for type in Self.types {
        for channels in [1, 3] {
          let image = image(channels: channels)
          try VolumeFile.writeImage(image, to: url, as: type)
          let (read, header, nonFinite) = try VolumeFile.readImage(url)
          #expect(read.voxels == image.voxels && read.channels == channels && nonFinite == 0)
          #expect(header.voxelType == type && header.channels == channels && !header.isPlanar)
          #expect(isClose(read.geometry.affine, image.geometry.affine))
          #expect(try VolumeFile.readHeader(url).geometry == read.geometry)
        }
      }
      #expect(
        try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
          == Set(VolumeFile.filesWritten(url).map(\.lastPathComponent)))
    }
  }

  @Test(arguments: endings) func readsBackValuesThatAWholeTypeCannotHoldAsTheNearest(
    ending: String
  ) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      var image = image(Extent(1, 1, 6))
      image.voxels = [-5, 0.4, 1.6, 254.5, 300, .nan]
      try VolumeFile.writeImage(image, to: url, as: .uint8)
      #expect(try VolumeFile.readImage(url).image.voxels == [0, 0, 2, 255, 255, 0])
      try VolumeFile.writeImage(image, to: url)
      let (read, _, nonFinite) = try VolumeFile.readImage(url)
      #expect(read.voxels == [-5, 0.4, 1.6, 254.5, 300, -5] && nonFinite == 1)
    }
  }

  @Test(arguments: endings) func readsBackLabelMaps(ending: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      let geometry = image().geometry
      for (largest, type) in [(255, VoxelType.uint8), (256, .uint16), (65535, .uint16)] {
        let labels = LabelMap(
          geometry: geometry,
          voxels: (0..<geometry.extent.count).map { $0 == 5 ? UInt16(largest) : UInt16($0 % 3) })
        try VolumeFile.write(labels, to: url)
        let (read, header) = try VolumeFile.readLabels(url)
        #expect(read.voxels == labels.voxels && header.voxelType == type)
      }
      try VolumeFile.writeImage(image(channels: 2), to: url)
      #expect(throws: VolumeFileError.self) { try VolumeFile.readLabels(url) }
    }
  }

  @Test(arguments: endings) func keepsEveryOrientation(ending: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      let origin = folder.appendingPathComponent("b" + ending)
      for affine in Self.affines {
        let image = image(affine: affine)
        try VolumeFile.writeImage(image, to: url)
        let (read, header, _) = try VolumeFile.readImage(url)
        #expect(isClose(read.geometry.affine, affine), "\(affine)")
        #expect(read.geometry.orientation == image.geometry.orientation)
        // What belongs to a file lies exactly where it does.
        try VolumeFile.write(
          LabelMap(geometry: read.geometry, voxels: image.voxels.map { UInt16($0) }),
          like: header, to: origin)
        let labels = try VolumeFile.readLabels(origin).labels
        #expect(labels.geometry.difference(from: read.geometry) == nil)
        #expect(labels.geometry.largestDisplacement(to: read.geometry) < 1e-12)
      }
    }
  }

  @Test(arguments: endings) func keepsTheGridOfAFileOfAnotherFormat(ending: String) throws {
    try withTemporaryFolder { folder in
      for other in Self.endings {
        let source = folder.appendingPathComponent("a" + other)
        let url = folder.appendingPathComponent("b" + ending)
        let image = image(affine: Self.affines[50])
        try VolumeFile.writeImage(image, to: source)
        let (read, header, _) = try VolumeFile.readImage(source)
        try VolumeFile.writeImage(read, like: header, to: url)
        let again = try VolumeFile.readImage(url).image
        #expect(again.voxels == image.voxels)
        #expect(again.geometry.difference(from: image.geometry) == nil)
      }
    }
  }

  @Test(arguments: endings) func readsSlicesOfOneVoxel(ending: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      for extent in [Extent(1, 3, 4), Extent(3, 1, 4), Extent(3, 4, 1), Extent(1, 1, 1)] {
        let image = image(extent)
        try VolumeFile.writeImage(image, to: url)
        let read = try VolumeFile.readImage(url).image
        #expect(read.extent == extent && read.voxels == image.voxels)
      }
    }
  }

  @Test(arguments: endings) func isRecognisedByItsContent(ending: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      try VolumeFile.writeImage(image(), to: url)
      let renamed = folder.appendingPathComponent("a.data")
      try FileManager.default.moveItem(at: url, to: renamed)
      guard VolumeFile.filesWritten(url).count == 1 else { return }
      #expect(try VolumeFile.readImage(renamed).image.voxels == image().voxels)
    }
  }

  /// Whatever is cut off, reading ends with one error, or with the image where nothing was lost.
  @Test(arguments: endings) func neverReadsACutOffFileWrongly(ending: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      let image = image()
      try VolumeFile.writeImage(image, to: url, as: .int16)
      for part in VolumeFile.filesWritten(url) {
        let whole = try Data(contentsOf: part)
        var refused = 0
        for length in 0..<whole.count {
          try whole.prefix(length).write(to: part)
          do throws(VolumeFileError) {
            let read = try VolumeFile.readImage(url).image
            #expect(read.voxels == image.voxels, "\(length)")
          } catch {
            refused += 1
            // The name of another file may be cut off.
            #expect(error.kind == .badData || error.kind == .inputOutput, "\(error)")
            #expect(!error.message.contains("\n"), "\(error)")
          }
        }
        try whole.write(to: part)
        #expect(refused > whole.count / 2)
      }
    }
  }

  /// Whatever byte is wrong, reading ends with an error or an image.
  @Test(arguments: endings) func survivesAnyWrongByte(ending: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a" + ending)
      try VolumeFile.writeImage(image(), to: url, as: .int16)
      var refused = 0
      for part in VolumeFile.filesWritten(url) {
        let whole = try Data(contentsOf: part)
        for position in 0..<whole.count {
          for value: UInt8 in [0, 0x39, 0xFF] {
            var changed = whole
            changed[position] = value
            try changed.write(to: part)
            do throws(VolumeFileError) {
              let read = try VolumeFile.readImage(url).image
              #expect(read.voxels.count < 1000)
            } catch {
              refused += 1
              #expect(!error.message.contains("\n"), "\(error)")
            }
          }
        }
        try whole.write(to: part)
      }
      #expect(refused > 10)
    }
  }

  @Test func refusesNamesThatCannotBeWritten() throws {
    try withTemporaryFolder { folder in
      for name in ["a.png", "a", "a.dcm", ".nii"] {
        let error = #expect(throws: VolumeFileError.self) {
          try VolumeFile.writeImage(image(), to: folder.appendingPathComponent(name))
        }
        #expect(error?.kind == .usage)
        for ending in Self.endings { #expect(error?.message.contains(ending) == true) }
      }
      let written = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(written.isEmpty)
    }
  }

  @Test func theNamesOfFilesAreTakenApartAtTheWholeEnding() {
    for (name, stem, ending) in [
      ("a.nii.gz", "a", ".nii.gz"), ("A.NII", "A", ".nii"), ("x.seg.nrrd", "x", ".seg.nrrd"),
      ("x.seg.mha", "x.seg", ".mha"), ("x_0000.nrrd", "x_0000", ".nrrd"),
    ] {
      #expect(VolumeFile.stem(of: name) == stem && VolumeFile.ending(of: name) == ending)
    }
    #expect(VolumeFile.ending(of: ".nrrd") == nil && VolumeFile.ending(of: "a.txt") == nil)
    #expect(VolumeFile.isImage("a.hdr") && !VolumeFile.isImage("a.img"))
  }
}
