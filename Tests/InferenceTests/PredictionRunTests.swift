import Files
import Foundation
import Inference
import ModelFiles
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct PredictionRunTests {
  private func predictor() throws -> Predictor {
    try Predictor(models: [TestModel.model()], threads: 1) { model, batch in
      GradientNetwork(batch: batch, patch: model.description.patch)
    }
  }

  private func image(_ extent: Extent, channels: Int = 1) -> Volume {
    Volume(
      geometry: Geometry(extent: extent, spacing: Spacing(3, 1, 1)), channels: channels,
      voxels: (0..<channels * extent.count).map { Float($0 % 11) })
  }

  private func run(
    _ paths: [URL], to output: URL, probabilities: Bool = false,
    ranges: [LabelVolumeRange] = []
  ) throws -> (kind: FailureKind?, failures: [String: any Error], notes: [String: [String]]) {
    let outputs = try PredictionOutputs(
      paths: paths, output: output, currentFolder: output, probabilities: probabilities)
    var failures: [String: any Error] = [:]
    var notes: [String: [String]] = [:]
    let kind = PredictionRun(predictor: try predictor(), outputs: outputs, volumeRanges: ranges).run
    {
      switch $0 {
      case .progress: break
      case .finished(let item, _, _, let found): notes[item.input.id] = found
      case .failed(let item, let error): failures[item.input.id] = error
      }
    }
    return (kind, failures, notes)
  }

  private func stored(_ header: VolumeHeader) throws -> NIfTIHeader {
    try #require(header.stored as? NIfTIHeader)
  }

  @Test func writesLabelsAndProbabilitiesOnTheGridOfTheImage() throws {
    try withTemporaryFolder { folder in
      let scan = folder.appendingPathComponent("scan.nii.gz")
      try VolumeFile.writeImage(image(Extent(5, 9, 12)), to: scan)
      let output = folder.appendingPathComponent("out/deep")
      let result = try run([scan], to: output, probabilities: true)
      #expect(result.kind == nil && result.failures.isEmpty)
      let header = try VolumeFile.readHeader(scan)
      let (labels, written) = try VolumeFile.readLabels(
        output.appendingPathComponent("scan.nii.gz"))
      #expect(Set(labels.voxels).isSubset(of: [0, 5, 100, 300]))
      #expect(written.geometry == header.geometry)
      #expect(try stored(written).sformRows == stored(header).sformRows)
      #expect(try stored(written).quaternion == stored(header).quaternion)
      // The largest value of the table decides, whatever occurs.
      #expect(written.voxelType == .uint16)
      let (probabilities, _, _) = try VolumeFile.readImage(
        output.appendingPathComponent("scan_probabilities.nii.gz"))
      #expect(probabilities.channels == 4 && probabilities.geometry == header.geometry)
    }
  }

  @Test func aFailureLeavesNoEarlierResultAndDoesNotStopTheOthers() throws {
    try withTemporaryFolder { folder in
      let scans = folder.appendingPathComponent("scans")
      let output = folder.appendingPathComponent("out")
      for url in [scans, output] { try AtomicFile.makeFolder(url) }
      try VolumeFile.writeImage(
        image(Extent(5, 9, 12)), to: scans.appendingPathComponent("a.nii.gz"))
      try Data("no image".utf8).write(to: scans.appendingPathComponent("b.nii.gz"))
      try VolumeFile.writeImage(
        image(Extent(4, 4, 4), channels: 3), to: scans.appendingPathComponent("c.nii.gz"))
      try VolumeFile.writeImage(
        image(Extent(6, 6, 6)), to: scans.appendingPathComponent("d.nii.gz"))
      for name in ["a", "b", "c", "d", "kept"] {
        try Data("earlier".utf8).write(to: output.appendingPathComponent("\(name).nii.gz"))
      }
      let result = try run([scans], to: output)
      #expect(result.kind == .badData)
      #expect(result.failures.keys.sorted() == ["b", "c"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: output.path).sorted()
          == ["a.nii.gz", "d.nii.gz", "kept.nii.gz"])
      _ = try VolumeFile.readLabels(output.appendingPathComponent("d.nii.gz"))
    }
  }

  @Test func anOutputFolderThatIsAFileIsAnOutputError() throws {
    try withTemporaryFolder { folder in
      let scan = folder.appendingPathComponent("a.nii.gz")
      try VolumeFile.writeImage(image(Extent(4, 4, 4)), to: scan)
      let output = folder.appendingPathComponent("file")
      try Data().write(to: output)
      let result = try run([scan], to: output)
      #expect(result.kind == .inputOutput)
    }
  }

  @Test func saysWhatIsOddAboutACase() throws {
    try withTemporaryFolder { folder in
      let scan = folder.appendingPathComponent("a.nii.gz")
      var broken = image(Extent(4, 6, 8))
      broken.voxels[7] = .nan
      broken.voxels[9] = .infinity
      try VolumeFile.writeImage(broken, to: scan)
      let result = try run(
        [scan], to: folder.appendingPathComponent("out"),
        ranges: [.init(label: 5, smallestMillilitres: 100, largestMillilitres: 200)])
      let notes = try #require(result.notes["a"])
      #expect(notes.contains { $0.hasPrefix("2 voxels are not finite") })
      #expect(notes.contains { $0.contains("core") && $0.contains("100 to 200 ml") })
    }
  }
}
