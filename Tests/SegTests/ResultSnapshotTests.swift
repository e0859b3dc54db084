import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// What `seg evaluate` and `seg info` write for programs and people to read, as recorded in `Snapshots`.
@Suite struct ResultSnapshotTests {
  private static let geometry = Geometry(extent: Extent(8, 10, 12), spacing: Spacing(2, 1, 1.5))

  /// A label map with a box of label 1 and one of label 2, each so many voxels wide.
  private func labels(_ first: Int, _ second: Int) -> LabelMap {
    let extent = Self.geometry.extent
    var voxels = [UInt16](repeating: 0, count: extent.count)
    for z in 2..<5 {
      for y in 2..<6 { for x in 1..<(1 + first) { voxels[extent.offset(z, y, x)] = 1 } }
      for y in 7..<9 { for x in 3..<(3 + second) { voxels[extent.offset(z, y, x)] = 2 } }
    }
    return LabelMap(geometry: Self.geometry, voxels: voxels)
  }

  /// A data set `d` of six cases, predictions `p` of five of them and of another, and predictions `q` of another method.
  private func withFolders(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { root in
      for folder in ["d/imagesTr", "d/labelsTr", "p", "q"] {
        try FileManager.default.createDirectory(
          at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
      }
      let json = """
        {"channel_names": {"0": "CT"}, "labels": {"background": 0, "organ": 1, "lesion": 2},
         "file_ending": ".nii.gz", "numTraining": 6}
        """
      try Data(json.utf8).write(to: root.appendingPathComponent("d/dataset.json"))
      func write(_ map: LabelMap, _ path: String) throws {
        try NIfTI.write(map, like: nil, to: root.appendingPathComponent(path))
      }
      for (id, reference, prediction) in [
        ("a", labels(4, 3), labels(6, 3)), ("b", labels(5, 2), labels(5, 0)),
        ("c", labels(6, 0), labels(5, 4)), ("d", labels(4, 4), labels(4, 4)),
        ("e", labels(5, 3), labels(11, 2)),
      ] {
        let image = Volume(
          geometry: Self.geometry, channels: 1, voxels: reference.voxels.map { Float($0) * 90 - 30 }
        )
        try NIfTI.write(image, to: root.appendingPathComponent("d/imagesTr/\(id)_0000.nii.gz"))
        try write(reference, "d/labelsTr/\(id).nii.gz")
        try write(prediction, "p/\(id).nii.gz")
        try write(labels(4, 3), "q/\(id).nii.gz")
      }
      try write(labels(4, 3), "d/labelsTr/lost.nii.gz")
      try NIfTI.write(
        Volume(geometry: Self.geometry, channels: 1, voxels: labels(4, 3).voxels.map(Float.init)),
        to: root.appendingPathComponent("d/imagesTr/lost_0000.nii.gz"))
      try write(labels(4, 3), "p/alone.nii.gz")
      try body(root)
    }
  }

  /// The text without the temporary folder's name and with long decimal fractions in six digits, which processors agree on.
  private func comparable(_ text: String, in root: URL) -> String {
    text.replacing(root.path, with: "FOLDER").replacing(
      /-?[0-9]+\.[0-9]{7,}(e-?[0-9]+)?/
    ) { match in
      Double(match.0).map { String(format: "%.6g", $0) } ?? String(match.0)
    }
  }

  private func expect(_ file: String, in root: URL, named name: String) throws {
    let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
    expectSnapshot(of: comparable(text, in: root), named: name)
  }

  @Test func evaluationAgainstReferences() throws {
    try withFolders { root in
      let result = try SegProcess.run(
        [
          "evaluate", "--predictions", "p", "--references", "d", "--output", "o", "--no-report",
          "--versus", "q", "--group", "both=1,2", "--tubular", "organ", "--tolerance", "1",
          "--tolerance", "3", "--bootstrap", "100", "--seed", "4",
        ], in: root)
      #expect(result.status == 65, "\(result.stderr)")
      expectSnapshot(of: comparable(result.stdout, in: root), named: "evaluate.txt")
      // Without the lines of progress, which tell the time that is left.
      let problems = result.stderr.split(separator: "\n").filter { $0.hasPrefix("seg: ") }
      expectSnapshot(
        of: comparable(problems.joined(separator: "\n") + "\n", in: root),
        named: "evaluate-problems.txt")
      try expect("o/summary.json", in: root, named: "summary.json")
      try expect("o/cases.csv", in: root, named: "cases.csv")
    }
  }

  @Test func evaluationWithoutReferences() throws {
    try withFolders { root in
      let result = try SegProcess.run(
        [
          "evaluate", "--predictions", "p", "--output", "o", "--no-report", "--labels", "organ",
        ], in: root)
      #expect(result.status == 0, "\(result.stderr)")
      expectSnapshot(of: comparable(result.stdout, in: root), named: "evaluate-alone.txt")
      try expect("o/summary.json", in: root, named: "summary-alone.json")
      try expect("o/cases.csv", in: root, named: "cases-alone.csv")
    }
  }

  @Test func informationOnFiles() throws {
    try withFolders { root in
      #expect(try SegProcess.run(["pack", "d", "--output", "d.h5"], in: root).status == 0)
      let result = try SegProcess.run(
        ["info", "--json", "d/imagesTr/a_0000.nii.gz", "d/labelsTr/a.nii.gz", "d", "d.h5"],
        in: root)
      #expect(result.status == 0, "\(result.stderr)")
      expectSnapshot(of: comparable(result.stdout, in: root), named: "info.json")
    }
  }
}
