import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// `seg evaluate` through the program itself.
@Suite struct EvaluateTests {
  private static let extent = Extent(8, 10, 12)
  private static let spacing = Spacing(2, 1, 1.5)

  /// Writes a label map with a box of label 1 that is `width` voxels wide.
  private func write(
    _ url: URL, width: Int, extent: Extent = extent, shift: Double = 0
  ) throws {
    var voxels = [UInt16](repeating: 0, count: extent.count)
    for z in 2..<5 {
      for y in 2..<6 { for x in 1..<(1 + width) { voxels[extent.offset(z, y, x)] = 1 } }
    }
    var rows = Affine(spacing: Self.spacing).rows
    rows[3] += shift
    let geometry = Geometry(extent: extent, affine: Affine(rows: rows))
    try VolumeFile.write(LabelMap(geometry: geometry, voxels: voxels), to: url)
  }

  /// A folder with `p` and `r` in it, each with cases a and b; the body may add to them.
  private func withFolders(_ body: (URL, URL, URL) throws -> Void) throws {
    try withTemporaryFolder { root in
      let (p, r) = (root.appendingPathComponent("p"), root.appendingPathComponent("r"))
      for folder in [p, r] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      try write(p.appendingPathComponent("a.nii.gz"), width: 4)
      try write(r.appendingPathComponent("a.nii.gz"), width: 6)
      try write(p.appendingPathComponent("b_seg.nii.gz"), width: 5)
      try write(r.appendingPathComponent("b.nii.gz"), width: 5)
      try body(root, p, r)
    }
  }

  @Test(arguments: [("INT", Int32(130)), ("TERM", Int32(143))])
  func stoppedItLeavesNoTemporaryFiles(_ signal: String, _ status: Int32) throws {
    try withFolders { root, p, r in
      for folder in [p, r] {
        let first = folder.appendingPathComponent("c0.nii.gz")
        try write(first, width: 20, extent: Extent(48, 64, 64))
        for number in 1..<60 {
          try FileManager.default.linkItem(
            at: first, to: folder.appendingPathComponent("c\(number).nii.gz"))
        }
      }
      let result = try SegProcess.runShell(
        "\"$SEG\" evaluate --predictions p --references r --output o & pid=$!; for i in $(seq 500); do [ -e o ] && break; sleep 0.01; done; sleep 0.1; kill -\(signal) $pid; wait $pid",
        in: root)
      #expect(result.status == status, "\(result.stderr)")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent("o").path)
      #expect(!names.contains { $0.hasPrefix(".") }, "\(names)")
    }
  }

  private func evaluate(_ root: URL, _ more: [String] = []) throws -> SegProcess.Result {
    try SegProcess.run(
      ["evaluate", "--predictions", "p", "--output", "o"]
        + (more.contains("--references") ? [] : ["--references", "r"]) + more, in: root)
  }

  private func summary(_ root: URL) throws -> [String: Any] {
    let data = try Data(contentsOf: root.appendingPathComponent("o/summary.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func labelsAreNamedByTheDataSetBesideThem() throws {
    try withFolders { root, _, r in
      try FileManager.default.moveItem(at: r, to: root.appendingPathComponent("labelsTs"))
      let description = #"{"channel_names": {"0": "CT"}, "labels": {"background": 0, "organ": 1}}"#
      try description.write(
        to: root.appendingPathComponent("dataset.json"), atomically: true, encoding: .utf8)
      let named = try evaluate(root, ["--references", "labelsTs", "--no-report"])
      #expect(named.status == 0 && named.stdout.contains("organ"), "\(named.stderr)")
      let other = try evaluate(
        root, ["--references", "labelsTs", "--no-report", "--labels", "liver"])
      #expect(other.stdout.contains("liver") && !other.stdout.contains("organ"))
    }
  }

  @Test func measuresAFolder() throws {
    try withFolders { root, _, _ in
      let result = try evaluate(
        root, ["--labels", "organ", "--tolerance", "1", "--tolerance", "4"])
      #expect(result.status == 0, "\(result.stderr)")
      #expect(result.stdout.contains("organ") && result.stdout.contains("2 cases"))
      let cases = try #require(try summary(root)["cases"] as? [[String: Any]])
      #expect(cases.map { $0["case"] as? String } == ["a", "b"])
      let label = try #require((cases[0]["labels"] as? [String: [String: Any]])?["1"])
      #expect(label["name"] as? String == "organ")
      #expect(abs((label["dice"] as? Double ?? 0) - 0.8) < 1e-12)
      #expect(abs((label["hd_mm"] as? Double ?? 0) - 3) < 1e-9)
      #expect(abs((label["reference_ml"] as? Double ?? 0) - 72 * 3 / 1000) < 1e-9)
      let table = try String(
        contentsOf: root.appendingPathComponent("o/cases.csv"), encoding: .utf8)
      #expect(table.split(separator: "\n").count == 3)
    }
  }

  @Test func printsJSON() throws {
    try withFolders { root, _, _ in
      let result = try evaluate(root, ["--json"])
      let printed =
        try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any]
      #expect((printed?["cases"] as? [Any])?.count == 2)
    }
  }

  @Test func namesWhatDoesNotFitAndGoesOn() throws {
    try withFolders { root, p, r in
      try write(p.appendingPathComponent("alone.nii.gz"), width: 4)
      try write(r.appendingPathComponent("lost.nii.gz"), width: 4)
      try write(p.appendingPathComponent("shape.nii.gz"), width: 4, extent: Extent(8, 10, 13))
      try write(r.appendingPathComponent("shape.nii.gz"), width: 4)
      try write(p.appendingPathComponent("moved.nii.gz"), width: 4, shift: 2.5)
      try write(r.appendingPathComponent("moved.nii.gz"), width: 4)
      try Data("no NIfTI".utf8).write(to: p.appendingPathComponent("text.nii.gz"))
      try write(r.appendingPathComponent("text.nii.gz"), width: 4)
      try Data().write(to: r.appendingPathComponent("hollow.nii"))
      try write(p.appendingPathComponent("hollow.nii.gz"), width: 4)

      let result = try evaluate(root)
      #expect(result.status == 65)
      let root = try summary(root)
      #expect((root["cases"] as? [Any])?.count == 2)
      let problems = try #require(root["problems"] as? [[String: Any]])
      let kinds = Dictionary(
        uniqueKeysWithValues: problems.map { ($0["case"] as? String ?? "", $0["kind"] as? String) })
      #expect(
        kinds == [
          "alone": "prediction_without_reference", "lost": "reference_without_prediction",
          "shape": "different_shape", "moved": "different_affine", "text": "unreadable",
          "hollow": "unreadable",
        ])
      for name in kinds.keys { #expect(result.stderr.contains(name), "\(name)") }
      #expect(result.stderr.contains("2.5 mm"))
      let moved = problems.first { $0["case"] as? String == "moved" }
      #expect(abs((moved?["displacement_mm"] as? Double ?? 0) - 2.5) < 1e-6)
    }
  }

  @Test func missingPredictionsAreListedButNoFailure() throws {
    try withFolders { root, p, _ in
      try FileManager.default.removeItem(at: p.appendingPathComponent("a.nii.gz"))
      let result = try evaluate(root)
      #expect(result.status == 0)
      #expect(result.stderr.contains("a: the reference has no prediction"))
    }
  }

  @Test func comparesTwoFilesWhateverTheirNames() throws {
    try withFolders { root, _, _ in
      let result = try SegProcess.run(
        [
          "evaluate", "--predictions", "p/a.nii.gz", "--references", "r/b.nii.gz", "--output", "o",
        ], in: root)
      #expect(result.status == 0, "\(result.stderr)")
      let cases = try #require(try summary(root)["cases"] as? [[String: Any]])
      #expect(cases.map { $0["case"] as? String } == ["a"])
    }
  }

  @Test func worksWithoutReferences() throws {
    try withFolders { root, _, _ in
      let result = try SegProcess.run(
        ["evaluate", "--predictions", "p", "--output", "o"], in: root)
      #expect(result.status == 0, "\(result.stderr)")
      let cases = try #require(try summary(root)["cases"] as? [[String: Any]])
      let label = try #require((cases[0]["labels"] as? [String: [String: Any]])?["1"])
      #expect(label["status"] as? String == "unreferenced" && label["dice"] is NSNull)
      #expect(label["prediction_components"] as? Int == 1)
    }
  }

  @Test func comparesTwoMethods() throws {
    try withFolders { root, _, r in
      let other = root.appendingPathComponent("other")
      try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
      for name in ["a", "b"] {
        try FileManager.default.copyItem(
          at: r.appendingPathComponent("\(name).nii.gz"),
          to: other.appendingPathComponent("\(name).nii.gz"))
      }
      let result = try evaluate(root, ["--versus", "other"])
      #expect(result.status == 0, "\(result.stderr)")
      let comparison = try #require(try summary(root)["comparison"] as? [String: Any])
      let rows = try #require(comparison["differences"] as? [[String: Any]])
      let dice = try #require(
        rows.first { $0["label"] as? String == "1" && $0["metric"] as? String == "dice" })
      #expect(dice["n"] as? Int == 2 && dice["losses"] as? Int == 1 && dice["ties"] as? Int == 1)
      #expect(abs((dice["difference"] as? Double ?? 0) + 0.1) < 1e-12)
    }
  }

  @Test func readsADataSetFolder() throws {
    try withFolders { root, _, r in
      let data = root.appendingPathComponent("data")
      try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
      try FileManager.default.moveItem(at: r, to: data.appendingPathComponent("labelsTr"))
      try FileManager.default.copyItem(
        at: data.appendingPathComponent("labelsTr"), to: data.appendingPathComponent("imagesTr"))
      let json = """
        {"channel_names": {"0": "MRI"}, "labels": {"background": 0, "gland": 1},
         "file_ending": ".nii.gz", "numTraining": 2}
        """
      try Data(json.utf8).write(to: data.appendingPathComponent("dataset.json"))
      for place in ["data", "data/labelsTr"] {
        let result = try evaluate(root, ["--references", place])
        #expect(result.status == 0, "\(result.stderr)")
        #expect(result.stdout.contains("gland"), "\(place)")
      }
    }
  }

  @Test(arguments: [
    ["--tolerance", "-1"], ["--tolerance", "nan"], ["--group", "whole"], ["--group", "3=1"],
    ["--group", "a=1,x"], ["--surface", "voxel"], ["--threads", "0"], ["--labels", "x=liver"],
  ])
  func refusesWrongOptions(options: [String]) throws {
    try withFolders { root, _, _ in
      let result = try evaluate(root, options)
      #expect(result.status == 64)
      #expect(!FileManager.default.fileExists(atPath: root.appendingPathComponent("o").path))
    }
  }

  @Test func saysWhatIsMissing() throws {
    try withFolders { root, p, _ in
      let lost = try SegProcess.run(
        ["evaluate", "--predictions", "none", "--references", "r", "--output", "o"], in: root)
      #expect(lost.status == 74 && lost.stderr.contains("none"))
      try FileManager.default.removeItem(at: p)
      try FileManager.default.createDirectory(at: p, withIntermediateDirectories: true)
      let empty = try evaluate(root)
      #expect(empty.status == 65 && empty.stderr.contains("holds no prediction"))
    }
  }
}
