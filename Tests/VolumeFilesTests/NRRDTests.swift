import Files
import Foundation
import Labels
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// What is NRRD's own: segments, and headers that make no sense.
@Suite struct NRRDTests {
  private static let geometry = Geometry(extent: Extent(2, 3, 4), spacing: Spacing(3, 2, 1))
  private static let labels = LabelScheme(entries: [
    .init(name: "background", value: 0), .init(name: "left lobe", value: 3),
    .init(name: #"back\slash"#, value: 300),
  ])

  @Test func namesTheSegmentsOfASegmentation() throws {
    try withTemporaryFolder { folder in
      let map = LabelMap(
        geometry: Self.geometry, voxels: (0..<24).map { [0, 3, 300][$0 % 3] })
      let url = folder.appendingPathComponent("a.seg.nrrd")
      try VolumeFile.write(map, to: url, names: Self.labels)
      let (read, header) = try VolumeFile.readLabels(url)
      #expect(read.voxels == map.voxels)
      #expect(header.segments.map(\.name) == ["left lobe", #"back\slash"#])
      #expect(header.segments.map(\.value) == [3, 300])
      let colors = header.segments.compactMap(\.color)
      #expect(colors.count == 2 && colors[0] != colors[1])
      #expect(colors.joined().allSatisfy { (0...1).contains($0) })
      // What 3D Slicer needs to show them.
      let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
      for line in [
        "Segment0_Name:=left lobe", "Segment0_LabelValue:=3", "Segment0_Layer:=0",
        "Segment0_Extent:=0 3 0 2 0 1", "Segment1_ID:=Segment_300",
        "Segmentation_ReferenceImageExtentOffset:=0 0 0",
      ] { #expect(text.contains("\n\(line)\n"), "\(line)") }
      let plain = folder.appendingPathComponent("a.nrrd")
      try VolumeFile.write(map, to: plain, names: Self.labels)
      #expect(try VolumeFile.readHeader(plain).segments.isEmpty)
    }
  }

  @Test func refusesLayersOfSegments() throws {
    let header = """
      NRRD0004
      type: unsigned char
      dimension: 4
      space: left-posterior-superior
      sizes: 2 2 1 1
      space directions: none (1,0,0) (0,1,0) (0,0,1)
      kinds: list domain domain domain
      encoding: raw
      space origin: (0,0,0)
      Segment0_Layer:=0
      Segment0_Name:=a
      Segment1_Layer:=1
      Segment1_Name:=b


      """
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.seg.nrrd")
      try Data(header.utf8 + [1, 0, 1, 1]).write(to: url)
      let error = #expect(throws: VolumeFileError.self) { try VolumeFile.readLabels(url) }
      #expect(error?.kind == .badData)
      #expect(
        error?.message.contains("overlapping segments") == true, "\(error?.description ?? "")")
      let (image, read, _) = try VolumeFile.readImage(url)
      #expect(image.voxels == [1, 1, 0, 1] && image.channels == 2)
      #expect(read.segments.map(\.name) == ["a", "b"])
    }
  }

  @Test(
    arguments: [
      ("encoding: raw", "encoding: bzip2", "bzip2"), ("encoding: raw", "encoding: text", "text"),
      ("encoding: raw", "content: x", "encoding"), ("endian: little", "endian: middle", "middle"),
      ("endian: little\n", "", "endian"), ("type: short", "type: block", "block"),
      ("sizes: 4 3 2", "sizes: 4 3", "sizes"), ("sizes: 4 3 2", "sizes: 4 x 2", "sizes"),
      ("sizes: 4 3 2\n", "", "size"), ("dimension: 3", "dimension: 0", "dimensions"),
      ("dimension: 3", "dimension: 99", "dimensions"), ("dimension: 3\n", "", "dimension"),
      ("kinds: domain domain domain", "kinds: domain", "kinds"),
      ("kinds: domain domain domain", "kinds: complex domain domain", "complex"),
      ("(0,0,3)", "(0,0)", "as many numbers"), ("(0,0,3)", "(0,0,a)", "vectors"),
      ("(0,0,3)", "", "vectors"), ("(0,0,3)", "(0,0,0)", "singular"),
      ("(0,0,3)", "(0,0,nan)", "not numbers"),
      ("space origin: (5,6,7)", "space origin: (5,6)", "as many numbers"),
      ("encoding: raw", "encoding: raw\nbyte skip: -7", "skips"),
      ("encoding: raw", "encoding: raw\nline skip: 99", "lines"),
      ("encoding: raw", "encoding: raw\ndata file: a%03d.raw 1 2 1", "pattern"),
      ("space origin: (5,6,7)", "data file: LIST", "0 files"),
      ("encoding: raw", "encoding: gzip\nbyte skip: -1", "from the end"),
      ("sizes: 4 3 2", "sizes: 4 3 3", "cut off"),
    ] as [(String, String, String)])
  func refusesHeadersThatMakeNoSense(part: String, change: String, mentions: String) throws {
    let header = """
      NRRD0004
      type: short
      dimension: 3
      space: left-posterior-superior
      sizes: 4 3 2
      space directions: (1,0,0) (0,2,0) (0,0,3)
      kinds: domain domain domain
      endian: little
      encoding: raw
      space origin: (5,6,7)


      """
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nrrd")
      let changed = header.replacingOccurrences(of: part, with: change)
      try Data(changed.utf8 + [UInt8](repeating: 1, count: 48)).write(to: url)
      let error = #expect(throws: VolumeFileError.self) { try VolumeFile.readImage(url) }
      #expect(error?.kind == .badData)
      #expect(error?.message.contains(mentions) == true, "\(error?.description ?? "")")
    }
  }
}
