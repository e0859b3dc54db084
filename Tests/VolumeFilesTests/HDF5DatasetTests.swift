import Files
import Foundation
import Labels
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// A data set in memory.
private struct MemoryStore: CaseStore {
  var location = URL(fileURLWithPath: "/memory")
  var description: DatasetDescription
  var cases: [CaseData]
  var caseIDs: [String] { cases.map(\.id).sorted() }

  func hasLabels(_ id: String) -> Bool { find(id)?.labels != nil }
  func readGeometry(_ id: String) throws -> Geometry { try #require(find(id)).image.geometry }
  func readCase(_ id: String) throws -> CaseData { try #require(find(id)) }
  private func find(_ id: String) -> CaseData? { cases.first { $0.id == id } }
}

@Suite struct HDF5DatasetTests {
  private let description = DatasetDescription(
    channels: ["T1", "FLAIR"],
    labels: LabelScheme(entries: [
      .init(name: "background", value: 0), .init(name: "Größe", value: 5),
      .init(name: "x", value: 300),
    ]), name: "scans")

  private func store(_ values: (Int) -> Float, extent: Extent = Extent(5, 70, 6)) -> MemoryStore {
    let geometry = Geometry(
      extent: extent,
      affine: Affine(rows: [0, -1.1, 0, 5, 0.7, 0, 0, 6, 0, 0, 3, 1.0 / 3]))
    let image = Volume(
      geometry: geometry, channels: 2, voxels: (0..<extent.count * 2).map(values))
    let labels = LabelMap(
      geometry: geometry, voxels: (0..<extent.count).map { UInt16($0 % 3) })
    return MemoryStore(
      description: description,
      cases: [
        CaseData(id: "b.1", image: image, labels: labels, source: "b.nii.gz"),
        CaseData(id: "a", image: image, labels: nil, source: "a.nii.gz"),
      ])
  }

  @Test(arguments: [0, 1, 2, 3, 4]) func givesBackWhatWasPacked(kind: Int) throws {
    let values: [(Int) -> Float] = [
      { Float($0 % 256) }, { Float($0 % 2000 - 1000) }, { Float($0 % 60000) },
      { Float($0) / 3 }, { $0 == 1 ? -0.0 : Float($0 % 70000 - 5) },
    ]
    let store = store(values[kind])
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("scans.h5")
      var done: [Int] = []
      try HDF5DatasetWriter.write(store, to: url) { count, _ in done.append(count) }
      #expect(done == [1, 2])
      let dataset = try HDF5Dataset(url)
      #expect(dataset.caseIDs == ["a", "b.1"])
      #expect(dataset.description == description)
      #expect(dataset.hasLabels("b.1") && !dataset.hasLabels("a"))
      for expected in store.cases {
        let data = try dataset.readCase(expected.id)
        #expect(data.image.voxels.map(\.bitPattern) == expected.image.voxels.map(\.bitPattern))
        #expect(data.image.geometry == expected.image.geometry)
        #expect(data.labels?.voxels == expected.labels?.voxels)
        #expect(data.source == expected.source && data.nonFinite == 0)
        #expect(try dataset.readGeometry(expected.id) == expected.image.geometry)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["scans.h5"])
    }
  }

  @Test func readsPatchesAcrossChunks() throws {
    let extent = Extent(70, 5, 130)
    let store = store({ Float($0 % 9973) }, extent: extent)
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("scans.h5")
      try HDF5DatasetWriter.write(store, to: url)
      let dataset = try HDF5Dataset(url)
      var generator = SeededGenerator(seed: 1)
      for _ in 0..<20 {
        let size = extent.axes.map { 1 + generator.integer(below: $0) }
        let start = zip(extent.axes, size).map { generator.integer(below: $0 - $1 + 1) }
        let origin = VoxelIndex(start[0], start[1], start[2])
        let part = Extent(size[0], size[1], size[2])
        let patch = try dataset.readPatch("b.1", origin: origin, extent: part)
        var expected: [Float] = []
        var labels: [UInt16] = []
        for channel in 0..<2 {
          for z in 0..<part.depth {
            for y in 0..<part.height {
              for x in 0..<part.width {
                let offset = extent.offset(origin.z + z, origin.y + y, origin.x + x)
                expected.append(store.cases[0].image.voxels[channel * extent.count + offset])
                if channel == 0 { labels.append(UInt16(offset % 3)) }
              }
            }
          }
        }
        #expect(patch.image == expected && patch.labels == labels && patch.channels == 2)
      }
      for (origin, part) in [
        (VoxelIndex(-1, 0, 0), Extent(1, 1, 1)), (VoxelIndex(70, 0, 0), Extent(1, 1, 1)),
        (VoxelIndex(0, 0, 0), Extent(71, 1, 1)), (VoxelIndex(0, 0, 0), Extent(1, 0, 1)),
        (VoxelIndex(1, 0, 0), Extent(Int.max, 1, 1)),
      ] {
        #expect(throws: VolumeFileError.self) {
          try dataset.readPatch("b.1", origin: origin, extent: part)
        }
      }
    }
  }

  @Test func servesSeveralThreads() async throws {
    let store = store { Float($0) / 7 }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("seg-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("scans.h5")
    try HDF5DatasetWriter.write(store, to: url)
    let dataset = try HDF5Dataset(url)
    let sums = try await withThrowingTaskGroup(of: Float.self) { group in
      for index in 0..<16 {
        group.addTask {
          try dataset.readCase(index % 2 == 0 ? "a" : "b.1").image.voxels.reduce(0, +)
        }
      }
      return try await group.reduce(into: Set<Float>()) { $0.insert($1) }
    }
    #expect(sums.count == 1)
  }

  @Test func leavesNothingWhenACaseFails() throws {
    var broken = store { Float($0) }
    let shear = Affine(rows: [1, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])
    broken.cases[0].image.geometry.affine = shear
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("scans.h5")
      try Data("earlier".utf8).write(to: url)
      let error = #expect(throws: VolumeFileError.self) {
        try HDF5DatasetWriter.write(broken, to: url)
      }
      #expect(error?.description.contains("b.nii.gz") == true)
      #expect(error?.description.contains("26.57°") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["scans.h5"])
      #expect(try String(contentsOf: url, encoding: .utf8) == "earlier")
      let lost = #expect(throws: VolumeFileError.self) {
        try HDF5DatasetWriter.write(broken, to: folder.appendingPathComponent("no/scans.h5"))
      }
      #expect(lost?.kind == .inputOutput)
    }
  }
}
