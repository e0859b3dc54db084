import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct PhantomCommandTests {
  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func writesADataSetThatNnUNetReads() throws {
    try withTemporaryFolder { folder in
      let result = try SegProcess.run(
        [
          "phantom", "--output", "set", "--cases", "2", "--test-cases", "1", "--size", "12x20x16",
          "--channels", "2",
        ], in: folder)
      #expect(result.status == 0, "\(result.stderr)")
      let set = folder.appendingPathComponent("set")
      #expect(
        try names(set.appendingPathComponent("imagesTr")) == [
          "brain_001_0000.nii.gz", "brain_001_0001.nii.gz", "brain_002_0000.nii.gz",
          "brain_002_0001.nii.gz",
        ])
      #expect(
        try names(set.appendingPathComponent("labelsTr")) == [
          "brain_001.nii.gz", "brain_002.nii.gz",
        ])
      #expect(try names(set.appendingPathComponent("imagesTs")).count == 2)
      #expect(try names(set.appendingPathComponent("labelsTs")) == ["brain_003.nii.gz"])

      let json = try JSONSerialization.jsonObject(
        with: Data(contentsOf: set.appendingPathComponent("dataset.json")))
      let description = try #require(json as? [String: Any])
      #expect(description["channel_names"] as? [String: String] == ["0": "T1", "1": "FLAIR"])
      #expect((description["labels"] as? [String: Int])?["lesion"] == 5)
      #expect(description["numTraining"] as? Int == 2)

      let image = try VolumeFile.readImage(
        set.appendingPathComponent("imagesTr/brain_002_0001.nii.gz"))
      let labels = try VolumeFile.readLabels(
        set.appendingPathComponent("labelsTr/brain_002.nii.gz"))
      #expect(image.image.extent == Extent(12, 20, 16))
      #expect(image.image.geometry == labels.labels.geometry)
    }
  }

  @Test func theSameOptionsGiveTheSameVoxels() throws {
    try withTemporaryFolder { folder in
      let options = ["--cases", "1", "--kind", "abdomen", "--size", "9x31x33", "--seed", "5"]
      var voxels: [[Float]] = []
      for (name, threads) in [("one", "1"), ("two", "2")] {
        let result = try SegProcess.run(
          ["phantom", "--output", name, "--threads", threads] + options, in: folder)
        #expect(result.status == 0, "\(result.stderr)")
        let image = folder.appendingPathComponent("\(name)/imagesTr/abdomen_001_0000.nii.gz")
        voxels.append(try VolumeFile.readImage(image).image.voxels)
      }
      #expect(voxels[0] == voxels[1])
    }
  }

  @Test(
    arguments: [
      (["--cases", "1", "--size", "0x4x4"], "0x4x4"),
      (["--cases", "1", "--size", "4x4"], "4x4"),
      (["--cases", "1", "--size", "4x4x99999999999999999999"], "size"),
      (["--cases", "0"], "--cases"),
      (["--cases", "1", "--kind", "leg"], "leg"),
      (["--cases", "1", "--channels", "3"], "channels"),
      (["--cases", "1", "--threads", "0"], "threads"),
    ])
  func wrongOptionsAreUsageErrors(_ options: [String], _ named: String) throws {
    try withTemporaryFolder { folder in
      let result = try SegProcess.run(["phantom", "--output", "set"] + options, in: folder)
      #expect(result.status == 64)
      #expect(result.stderr.contains(named))
      #expect(try names(folder).isEmpty)
    }
  }

  @Test func aDataSetIsNotOverwritten() throws {
    try withTemporaryFolder { folder in
      let arguments = ["phantom", "--output", "set", "--cases", "1", "--size", "4x4x4"]
      #expect(try SegProcess.run(arguments, in: folder).status == 0)
      let again = try SegProcess.run(arguments, in: folder)
      #expect(again.status == 74)
      #expect(again.stderr.contains("set/imagesTr"))
    }
  }

  @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
    try withTemporaryFolder { folder in
      try Data().write(to: folder.appendingPathComponent("file"))
      let result = try SegProcess.run(
        ["phantom", "--output", "file/set", "--cases", "1", "--size", "4x4x4"], in: folder)
      #expect(result.status == 74)
      #expect(result.stderr.contains("file/set"))
    }
  }
}
