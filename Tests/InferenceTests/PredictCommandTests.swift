import Files
import Foundation
import Inference
import ModelFiles
import Networks
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// `seg predict`, the program as people run it.
@Suite struct PredictCommandTests {
  /// A folder with the run `runs/one` and the image `scan.nii.gz` on an oblique grid.
  private func withRun(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let model = TestModel.model()
      try ModelFolder(folder.appendingPathComponent("runs/one"))
        .write(model.description, weights: model.weights)
      let affine = Affine(
        rows: [0.8660254, -0.5, 0, -10, 0.5, 0.8660254, 0, 4.5, 0, 0, 1.25, -3])
      try VolumeFile.writeImage(
        image(Extent(13, 17, 11), affine: affine), to: folder.appendingPathComponent("scan.nii.gz"))
      try body(folder)
    }
  }

  private func image(_ extent: Extent, affine: Affine = .identity, channels: Int = 1) -> Volume {
    Volume(
      geometry: Geometry(extent: extent, affine: affine), channels: channels,
      voxels: (0..<channels * extent.count).map { Float(($0 * 37) % 101) })
  }

  @Test func takesTheNewestRunAndWritesToTheCurrentFolder() throws {
    try withRun { folder in
      let result = try SegProcess.run(["predict", "scan.nii.gz"], in: folder)
      #expect(result.status == 0, "\(result.stderr)")
      #expect(result.stdout.hasPrefix("scan_seg.nii.gz: core "))
      let (labels, header) = try VolumeFile.readLabels(
        folder.appendingPathComponent("scan_seg.nii.gz"))
      let image = try VolumeFile.readHeader(folder.appendingPathComponent("scan.nii.gz"))
      #expect(header.geometry == image.geometry)
      let stored = try #require(header.stored as? NIfTIHeader)
      let wanted = try #require(image.stored as? NIfTIHeader)
      #expect(stored.sformRows == wanted.sformRows && stored.sformCode == wanted.sformCode)
      #expect(stored.quaternion == wanted.quaternion && stored.units == wanted.units)
      #expect(Set(labels.voxels).isSubset(of: [0, 5, 100, 300]))
    }
  }

  @Test(arguments: ["scan.nrrd", "scan.nhdr", "scan.mha", "scan.mhd"])
  func theResultIsInTheFormatOfTheImage(name: String) throws {
    try withRun { folder in
      let (image, header, _) = try VolumeFile.readImage(
        folder.appendingPathComponent("scan.nii.gz"))
      let reference = try SegProcess.run(["predict", "scan.nii.gz"], in: folder)
      #expect(reference.status == 0, "\(reference.stderr)")
      let source = folder.appendingPathComponent(name)
      try VolumeFile.writeImage(image, like: header, to: source)
      let result = try SegProcess.run(["predict", name], in: folder)
      #expect(result.status == 0, "\(result.stderr)")
      let written = "scan_seg" + VolumeFile.resultEnding(for: source)
      #expect(result.stdout.hasPrefix(written + ": core "))
      let labels = try VolumeFile.readLabels(folder.appendingPathComponent(written)).labels
      let expected = try VolumeFile.readLabels(
        folder.appendingPathComponent("scan_seg.nii.gz")
      ).labels
      #expect(labels.voxels == expected.voxels)
      #expect(labels.geometry.difference(from: image.geometry) == nil)
    }
  }

  @Test func aSegmentationHasTheNamesOfTheModel() throws {
    try withRun { folder in
      let result = try SegProcess.run(
        ["predict", "scan.nii.gz", "-o", "out/scan.seg.nrrd", "--probabilities"], in: folder)
      #expect(result.status == 0, "\(result.stderr)")
      let header = try VolumeFile.readHeader(folder.appendingPathComponent("out/scan.seg.nrrd"))
      #expect(header.segments.map(\.name) == ["core", "rim", "shell"])
      #expect(header.segments.map(\.value) == [5, 100, 300])
      let probabilities = folder.appendingPathComponent("out/scan_probabilities.nrrd")
      #expect(try VolumeFile.readHeader(probabilities).channels == 4)
    }
  }

  @Test func aReportLiesBesideTheLabelMapsOrWhereItWasAskedFor() throws {
    try withRun { folder in
      func pages(_ place: String) -> Set<String> {
        Set(
          (try? FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent(place).path)) ?? [])
      }
      for (options, place) in [
        (["--report", "--output", "out"], "out/report"), (["--report"], "report"),
        (["--report-folder", "pages/a"], "pages/a"),
      ] {
        let result = try SegProcess.run(["predict", "scan.nii.gz"] + options, in: folder)
        #expect(result.status == 0, "\(result.stderr)")
        #expect(result.stdout.contains("\(place)/report.html"))
        #expect(pages(place) == ["report.html", "report.pdf", "cases.csv", "summary.json"])
      }
    }
  }

  @Test func evaluationKnowsTheTrainingDataOfARun() throws {
    try withRun { folder in
      var model = TestModel.model()
      model.description.volumeRanges = [
        LabelVolumeRange(label: 5, smallestMillilitres: 900, largestMillilitres: 950)
      ]
      model.description.training = .init(softwareVersion: "0.0.9", steps: 77, seconds: 1)
      try ModelFolder(folder.appendingPathComponent("runs/one"))
        .write(model.description, weights: model.weights)
      let predicted = try SegProcess.run(
        ["predict", "scan.nii.gz", "-o", "p/scan.nii.gz"], in: folder)
      #expect(predicted.status == 0, "\(predicted.stderr)")
      func evaluate(_ model: String) throws -> (page: String, summary: String) {
        let result = try SegProcess.run(
          [
            "evaluate", "--predictions", "p", "--references", "p", "--output", "o", "--model",
            model,
          ], in: folder)
        #expect(result.status == 0, "\(result.stderr)")
        return (
          try String(contentsOf: folder.appendingPathComponent("o/report.html"), encoding: .utf8),
          try String(contentsOf: folder.appendingPathComponent("o/summary.json"), encoding: .utf8)
        )
      }
      for name in ["runs/one", "runs/one/model.json"] {
        let (page, summary) = try evaluate(name)
        #expect(page.contains("one (seg 0.0.9, 77 steps)"))
        #expect(summary.contains("in the training data 900 to 950 ml"))
        #expect(page.contains("In training data (ml)"))
      }
      let (page, summary) = try evaluate("my model 3")
      #expect(page.contains("my model 3") && page.contains("In all references (ml)"))
      #expect(!summary.contains("in the training data"))
    }
  }

  @Test func theResultIsTheSameFromRunToRunAndFromAFolder() throws {
    try withRun { folder in
      let model = ["--model", "runs/one"]
      for output in ["a.nii", "b.nii"] {
        let result = try SegProcess.run(
          ["predict", "scan.nii.gz", "--output", output] + model, in: folder)
        #expect(result.status == 0, "\(result.stderr)")
      }
      let scans = folder.appendingPathComponent("scans")
      try AtomicFile.makeFolder(scans)
      try FileManager.default.moveItem(
        at: folder.appendingPathComponent("scan.nii.gz"),
        to: scans.appendingPathComponent("scan.nii.gz"))
      let result = try SegProcess.run(
        ["predict", "scans", "--output", "out", "--probabilities"] + model, in: folder)
      #expect(result.status == 0, "\(result.stderr)")
      let first = try Data(contentsOf: folder.appendingPathComponent("a.nii"))
      #expect(try first == Data(contentsOf: folder.appendingPathComponent("b.nii")))
      let maps = try ["a.nii", "out/scan.nii.gz"].map {
        try VolumeFile.readLabels(folder.appendingPathComponent($0)).labels
      }
      #expect(maps[0].voxels == maps[1].voxels)
      let probabilities = folder.appendingPathComponent("out/scan_probabilities.nii.gz")
      #expect(try VolumeFile.readHeader(probabilities).channels == 4)
    }
  }

  @Test func theModelComesFromTheEnvironmentBeforeRuns() throws {
    try withRun { folder in
      let result = try SegProcess.run(
        ["predict", "scan.nii.gz"], in: folder, environment: ["SEG_MODEL": "elsewhere"])
      #expect(result.status == 65)
      #expect(result.stderr.contains("elsewhere: there is no such model folder"))
    }
  }

  @Test func averagesSeveralModelsAndMirrorings() throws {
    try withRun { folder in
      let second = TestModel.model(seed: 2)
      try ModelFolder(folder.appendingPathComponent("runs/two"))
        .write(second.description, weights: second.weights)
      // At the models' spacing nothing is resampled, so that the mean is taken voxel by voxel.
      let extent = Extent(13, 17, 11)
      try VolumeFile.writeImage(image(extent), to: folder.appendingPathComponent("even.nii.gz"))
      func probabilities(_ models: [String], _ options: [String] = ["--mirroring"]) throws
        -> [Float]
      {
        let result = try SegProcess.run(
          ["predict", "even.nii.gz", "--output", "p.nii", "--probabilities"] + options
            + ["--precision", "float32", "--threads", "1"]
            + models.flatMap { ["--model", "runs/\($0)"] }, in: folder)
        #expect(result.status == 0, "\(result.stderr)")
        return try VolumeFile.readImage(folder.appendingPathComponent("p_probabilities.nii.gz"))
          .image.voxels
      }
      let (one, two) = (try probabilities(["one"]), try probabilities(["two"]))
      let both = try probabilities(["one", "two"])
      try #require(both.count == 4 * extent.count)
      // The mean of logits is the geometric mean of probabilities, brought to the sum 1.
      var largest: Float = 0
      for voxel in 0..<extent.count {
        let places = (0..<4).map { $0 * extent.count + voxel }
        let means = places.map { (one[$0] * two[$0]).squareRoot() }
        let sum = means.reduce(0, +)
        for (place, mean) in zip(places, means) {
          largest = max(largest, abs(both[place] - mean / sum))
        }
      }
      #expect(largest < 1e-4)
      #expect(zip(one, two).contains { abs($0 - $1) > 0.01 }, "models that differ")
      let plain = try probabilities(["one"], ["--no-mirroring"])
      #expect(zip(one, plain).contains { abs($0 - $1) > 0.001 }, "mirrorings that count")
    }
  }

  @Test func aBrokenCaseIsOneLineAndTheOthersGoOn() throws {
    try withRun { folder in
      let scans = folder.appendingPathComponent("scans")
      try AtomicFile.makeFolder(scans)
      try VolumeFile.writeImage(
        image(Extent(9, 9, 9)), to: scans.appendingPathComponent("good.nii.gz"))
      try VolumeFile.writeImage(
        image(Extent(4, 4, 4), channels: 2), to: scans.appendingPathComponent("two.nii.gz"))
      let whole = try Data(contentsOf: scans.appendingPathComponent("good.nii.gz"))
      try whole.prefix(whole.count / 2).write(to: scans.appendingPathComponent("cut.nii.gz"))
      try VolumeFile.writeImage(
        image(Extent(5, 5, 5), affine: Affine(rows: [1, 0.3, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])),
        to: scans.appendingPathComponent("sheared.nii.gz"))
      let out = folder.appendingPathComponent("out")
      try AtomicFile.makeFolder(out)
      try Data("earlier".utf8).write(to: out.appendingPathComponent("two.nii.gz"))

      let result = try SegProcess.run(["predict", "scans", "--output", "out"], in: folder)
      #expect(result.status == 65)
      let lines = result.stderr.split(separator: "\n")
      #expect(lines.count == 3, "\(result.stderr)")
      for (name, cause) in [
        ("two.nii.gz", "2 channels, but the model needs 1 channel: T1"), ("cut.nii.gz", "cut off"),
        ("sheared.nii.gz", "16.70°"),
      ] {
        #expect(lines.contains { $0.contains(name) && $0.contains(cause) }, "\(result.stderr)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: out.path) == ["good.nii.gz"])
    }
  }

  @Test(arguments: [
    (["predict", "no.nii.gz"], Int32(74), "no.nii.gz"),
    (["predict", "scan.nii.gz", "--model", "no"], 65, "no such model folder"),
    (["predict", "scan.nii.gz", "--output", "scan.nii.gz"], 64, "would replace the image"),
    (["predict", "scan.nii.gz", "--threads", "0"], 64, "--threads"),
    (["predict", "scan.nii.gz", "--output", "/proc/none/out"], 74, "/proc/none"),
    (["predict", "scan.nii.gz", "--precision", "half"], 64, "half"),
    (["predict"], 64, "Missing"),
  ])
  func saysWhatIsWrong(arguments: [String], status: Int32, cause: String) throws {
    try withRun { folder in
      let result = try SegProcess.run(arguments, in: folder)
      #expect(result.status == status, "\(result.stderr)")
      #expect(result.stderr.contains(cause), "\(result.stderr)")
      #expect(result.stdout.isEmpty)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["runs", "scan.nii.gz"])
    }
  }

  @Test func withoutAModelItSaysHowToGetOne() throws {
    try withTemporaryFolder { folder in
      let result = try SegProcess.run(["predict", "scan.nii.gz"], in: folder)
      #expect(result.status == 64)
      #expect(result.stderr.contains("seg train"))
    }
  }

  @Test func aFullDiskLeavesNothingBehind() throws {
    try withRun { folder in
      // No file may grow beyond one block of 1024 bytes.
      let result = try SegProcess.runShell(
        "trap '' XFSZ; ulimit -f 1; \"$SEG\" predict scan.nii.gz --output out.nii", in: folder)
      #expect(result.status == 74, "\(result.stderr)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["runs", "scan.nii.gz"])
    }
  }
}
