import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// `seg pack` and `seg info`, as a person would run them.
@Suite struct PackTests {
  private let geometry = Geometry(
    extent: Extent(8, 9, 10), affine: Affine(rows: [-1, 0, 0, 5, 0, 2, 0, 6, 0, 0, 3, 7]))

  private func makeDataset(in folder: URL, cases: Int, extent: Extent? = nil) throws {
    let geometry = Geometry(extent: extent ?? self.geometry.extent, affine: self.geometry.affine)
    for name in ["imagesTr", "labelsTr"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    let json = #"{"channel_names": {"0": "CT"}, "labels": {"background": 0, "liver": 6}}"#
    try Data(json.utf8).write(to: folder.appendingPathComponent("dataset.json"))
    for number in 0..<cases {
      var generator = SeededGenerator(seed: UInt64(number))
      let count = geometry.extent.count
      let voxels = (0..<count).map { _ in Float(generator.normal()) }
      try VolumeFile.writeImage(
        Volume(geometry: geometry, channels: 1, voxels: voxels),
        to: folder.appendingPathComponent("imagesTr/c\(number)_0000.nii.gz"))
      try VolumeFile.write(
        LabelMap(geometry: geometry, voxels: (0..<count).map { $0 % 4 == 0 ? 6 : 0 }),
        to: folder.appendingPathComponent("labelsTr/c\(number).nii.gz"))
    }
  }

  @Test func packsAFolderAndSaysWhatIsInIt() throws {
    try withTemporaryFolder { folder in
      try makeDataset(in: folder.appendingPathComponent("data"), cases: 3)
      let packed = try SegProcess.run(["pack", "data", "--output", "scans.h5"], in: folder)
      #expect(packed.status == 0, "\(packed.stderr)")
      for text in [
        "scans.h5", "3, 3 with labels", "CT", "6 liver", "8 x 9 x 10", "3 x 2 x 1 mm", "LAS",
      ] {
        #expect(packed.stdout.contains(text), "\(packed.stdout)")
      }
      #expect(packed.stderr.contains("Packing 3 cases"))
      let dataset = try HDF5Dataset(folder.appendingPathComponent("scans.h5"))
      let store = try DatasetFolder(folder.appendingPathComponent("data"))
      for id in store.caseIDs {
        let (a, b) = (try dataset.readCase(id), try store.readCase(id))
        #expect(a.image.voxels == b.image.voxels && a.labels?.voxels == b.labels?.voxels)
        #expect(a.image.geometry == b.image.geometry)
      }

      let info = try SegProcess.run(["info", "scans.h5", "data", "--json"], in: folder)
      #expect(info.status == 0)
      let parsed = try JSONSerialization.jsonObject(with: Data(info.stdout.utf8))
      let reports = try #require(parsed as? [[String: Any]])
      #expect(reports.count == 2)
      for report in reports {
        #expect((report["cases"] as? [[String: Any]])?.count == 3)
        #expect((report["labels"] as? [[String: Any]])?.last?["value"] as? Int == 6)
      }
    }
  }

  /// A data set of nnU-Net in other formats: packed, described, and evaluated against predictions in a third one.
  @Test(arguments: [(".nrrd", ".seg.nrrd", ".mha"), (".mha", ".mha", ".nrrd")])
  func takesEveryFormatEverywhere(image: String, label: String, prediction: String) throws {
    try withTemporaryFolder { folder in
      for name in ["imagesTr", "labelsTr", "p"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
      }
      let json = """
        {"channel_names": {"0": "CT"}, "labels": {"background": 0, "liver": 6}, "file_ending": "\(image)"}
        """
      try Data(json.utf8).write(to: folder.appendingPathComponent("dataset.json"))
      let count = geometry.extent.count
      let labels = LabelMap(geometry: geometry, voxels: (0..<count).map { $0 % 4 == 0 ? 6 : 0 })
      for id in ["a", "b"] {
        try VolumeFile.writeImage(
          Volume(geometry: geometry, channels: 1, voxels: (0..<count).map { Float($0) }),
          to: folder.appendingPathComponent("imagesTr/\(id)_0000\(image)"))
        try VolumeFile.write(labels, to: folder.appendingPathComponent("labelsTr/\(id)\(label)"))
        try VolumeFile.write(labels, to: folder.appendingPathComponent("p/\(id)_seg\(prediction)"))
      }
      let packed = try SegProcess.run(["pack", ".", "--output", "x.h5"], in: folder)
      #expect(packed.status == 0, "\(packed.stderr)")
      #expect(packed.stdout.contains("2, 2 with labels"), "\(packed.stdout)")
      let data = try HDF5Dataset(folder.appendingPathComponent("x.h5")).readCase("a")
      #expect(data.image.voxels == (0..<count).map { Float($0) })
      #expect(data.image.geometry.difference(from: geometry) == nil)

      let info = try SegProcess.run(["info", "imagesTr/a_0000\(image)", "p"], in: folder)
      #expect(info.status == 0, "\(info.stderr)")
      #expect(info.stdout.contains("LAS, from the ") && info.stdout.contains("3, 2, 1 mm"))

      for references in [".", "labelsTr"] {
        let result = try SegProcess.run(
          ["evaluate", "--predictions", "p", "--references", references, "--output", "o"],
          in: folder)
        #expect(result.status == 0, "\(result.stderr)")
        let summary = try String(
          contentsOf: folder.appendingPathComponent("o/summary.json"), encoding: .utf8)
        let parsed = try JSONSerialization.jsonObject(with: Data(summary.utf8)) as? [String: Any]
        #expect((parsed?["mean"] as? [String: Any])?["dice"] as? Double == 1, "\(summary)")
      }
    }
  }

  @Test func packsTwoFoldersWithoutDescription() throws {
    try withTemporaryFolder { folder in
      try makeDataset(in: folder, cases: 1)
      let packed = try SegProcess.run(
        ["pack", "--images", "imagesTr", "--labels", "labelsTr", "--output", "x.h5"], in: folder)
      #expect(packed.status == 0, "\(packed.stderr)")
      #expect(packed.stdout.contains("6 label 6"))
    }
  }

  @Test func saysWhatIsInANIfTIFile() throws {
    try withTemporaryFolder { folder in
      try makeDataset(in: folder, cases: 1)
      let text = try SegProcess.run(["info", "labelsTr/c0.nii.gz"], in: folder)
      #expect(text.status == 0)
      for part in [
        "NIfTI-1, uint8", "10 x 9 x 8", "3, 2, 1 mm", "LAS, from the s-form", "180 voxels",
      ] {
        #expect(text.stdout.contains(part), "\(text.stdout)")
      }
      let json = try SegProcess.run(["info", "imagesTr/c0_0000.nii.gz", "--json"], in: folder)
      let parsed = try JSONSerialization.jsonObject(with: Data(json.stdout.utf8))
      let report = try #require(parsed as? [String: Any])
      #expect(report["spacing"] as? [Double] == [3, 2, 1])
      #expect(report["data_type"] as? String == "float32")
      #expect(report["non_finite"] as? Int == 0)
      let mixed = try SegProcess.run(["info", "none.nii", "labelsTr/c0.nii.gz"], in: folder)
      #expect(mixed.status == 74 && mixed.stdout.contains("uint8"))
      #expect(mixed.stderr.contains("none.nii") && mixed.stderr.split(separator: "\n").count == 1)
    }
  }

  @Test func namesTheBrokenCaseAndLeavesNothing() throws {
    try withTemporaryFolder { folder in
      try makeDataset(in: folder, cases: 2)
      let broken = folder.appendingPathComponent("imagesTr/c1_0000.nii.gz")
      try Data(contentsOf: broken).dropLast(100).write(to: broken)
      let packed = try SegProcess.run(["pack", ".", "--output", "scans.h5"], in: folder)
      #expect(packed.status == 65)
      #expect(packed.stderr.contains("c1_0000.nii.gz: ") && packed.stdout.isEmpty)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["dataset.json", "imagesTr", "labelsTr"])
    }
  }

  /// A limit on the size of files stands in for a full disk: writing fails in the same place.
  @Test(arguments: [1, 8, 200]) func survivesAFullDisk(kilobytes: Int) throws {
    try withTemporaryFolder { folder in
      try makeDataset(in: folder, cases: 2, extent: Extent(40, 40, 40))
      let packed = try SegProcess.runShell(
        "ulimit -f \(kilobytes); exec \"$SEG\" pack . --output scans.h5", in: folder)
      #expect(packed.status == 74, "\(packed.stderr)")
      #expect(packed.stderr.contains("scans.h5"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["dataset.json", "imagesTr", "labelsTr"])
    }
  }

  /// Each command is stopped while a temporary file lies in the folder that it writes into.
  @Test(arguments: [("INT", Int32(130)), ("TERM", Int32(143))])
  func signalsLeaveNoTemporaryFiles(_ signal: String, _ status: Int32) throws {
    try withTemporaryFolder { folder in
      try makeDataset(in: folder, cases: 12, extent: Extent(96, 96, 96))
      let script = """
        "$SEG" pack . --output scans.h5 & pid=$!
        for i in $(seq 500); do ls -A | grep -q '^\\.' && break; sleep 0.02; done
        kill -\(signal) $pid; wait $pid
        """
      let result = try SegProcess.runShell(script, in: folder)
      #expect(result.status == status, "\(result.stderr)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["dataset.json", "imagesTr", "labelsTr"])
    }
  }

  @Test func aStoppedPhantomLeavesNoTemporaryFiles() throws {
    try withTemporaryFolder { folder in
      let script = """
        "$SEG" phantom --output out --cases 40 --size 64x64x64 & pid=$!
        for i in $(seq 500); do ls -A out/*/ 2> /dev/null | grep -q '^\\.' && break; sleep 0.01; done
        kill -INT $pid; wait $pid; status=$?
        find out -name '.*' -type f; exit $status
        """
      let result = try SegProcess.runShell(script, in: folder)
      #expect(result.status == 130, "\(result.stderr)")
      #expect(!result.stdout.contains("out/"), "\(result.stdout)")
    }
  }

  @Test(
    arguments: [
      (["pack"], 64), (["pack", ".", "--images", "x", "--output", "a.h5"], 64),
      (["pack", ".", "--output", "none/a.h5"], 74), (["pack", ".", "--output", "imagesTr"], 74),
      (["pack", "none", "--output", "a.h5"], 74), (["pack", "imagesTr", "--output", "a.h5"], 65),
      (["pack", "dataset.json", "--output", "a.h5"], 65),
      (["pack", ".", "--image-key", "raw", "--spacing", "1,2", "--output", "a.h5"], 64),
    ] as [([String], Int32)])
  func refusesWrongArguments(arguments: [String], status: Int32) throws {
    try withTemporaryFolder { folder in
      try makeDataset(in: folder, cases: 1)
      let result = try SegProcess.run(arguments, in: folder)
      #expect(result.status == status, "\(result.stderr)")
      #expect(!result.stderr.isEmpty && result.stdout.isEmpty)
    }
  }
}
