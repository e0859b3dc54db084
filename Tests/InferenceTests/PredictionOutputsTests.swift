import Files
import Foundation
import Inference
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct PredictionOutputsTests {
  /// A folder `scans` with the cases `a` (two channels) and `b`.
  private func withScans(_ body: (_ root: URL, _ scans: URL) throws -> Void) throws {
    try withTemporaryFolder { root in
      let scans = root.appendingPathComponent("scans")
      try AtomicFile.makeFolder(scans)
      for name in ["a_0000", "a_0001", "b"] {
        try Data().write(to: scans.appendingPathComponent("\(name).nii.gz"))
      }
      try body(root, scans)
    }
  }

  private func paths(_ outputs: PredictionOutputs, in root: URL) -> [String] {
    outputs.items.flatMap { [$0.labels] + ($0.probabilities.map { [$0] } ?? []) }
      .map { String($0.path.dropFirst(root.path.count + 1)) }
  }

  @Test func withoutOutputResultsGoToTheCurrentFolder() throws {
    try withScans { root, scans in
      let here = root.appendingPathComponent("here")
      let one = try PredictionOutputs(
        paths: [scans.appendingPathComponent("b.nii.gz")], output: nil, currentFolder: here,
        probabilities: true)
      #expect(paths(one, in: root) == ["here/b_seg.nii.gz", "here/b_seg_probabilities.nii.gz"])
      let two = try PredictionOutputs(
        paths: [
          scans.appendingPathComponent("a_0000.nii.gz"), scans.appendingPathComponent("b.nii.gz"),
        ], output: nil, currentFolder: here)
      #expect(paths(two, in: root) == ["here/a_seg.nii.gz", "here/b_seg.nii.gz"])
      let folder = try PredictionOutputs(paths: [scans], output: nil, currentFolder: here)
      #expect(paths(folder, in: root) == ["here/scans_seg/a.nii.gz", "here/scans_seg/b.nii.gz"])
    }
  }

  @Test(arguments: ["x.nii", "x.nii.gz", "sub/x.NII.GZ", "x.hdr", "x.hdr.gz", "x.img.gz"])
  func anOutputWithTheNameOfAnImageIsAFile(name: String) throws {
    try withScans { root, scans in
      let output = root.appendingPathComponent(name)
      let one = try PredictionOutputs(
        paths: [scans.appendingPathComponent("b.nii.gz")], output: output, currentFolder: root)
      #expect(one.items.map(\.labels) == [output])
      let error = #expect(throws: InferenceError.self) {
        try PredictionOutputs(paths: [scans], output: output, currentFolder: root)
      }
      #expect(error?.kind == .usage)
    }
  }

  @Test func resultsAreInTheFormatOfTheirImages() throws {
    try withTemporaryFolder { root in
      let scans = root.appendingPathComponent("scans")
      try AtomicFile.makeFolder(scans)
      for name in ["a.mhd", "b_0000.nrrd", "b_0001.nrrd", "c.nii", "d.seg.nrrd", "e.nhdr"] {
        try Data().write(to: scans.appendingPathComponent(name))
      }
      let outputs = try PredictionOutputs(
        paths: [scans], output: nil, currentFolder: root, probabilities: true)
      #expect(
        paths(outputs, in: root)
          == [
            "a.mha", "a_probabilities.mha", "b.nrrd", "b_probabilities.nrrd", "c.nii.gz",
            "c_probabilities.nii.gz", "d.nrrd", "d_probabilities.nrrd", "e.nrrd",
            "e_probabilities.nrrd",
          ].map { "scans_seg/" + $0 })
      let one = try PredictionOutputs(
        paths: [scans.appendingPathComponent("b_0001.nrrd")], output: nil, currentFolder: root)
      #expect(paths(one, in: root) == ["b_seg.nrrd"])
    }
  }

  @Test(arguments: [
    ("out.mha", "out_probabilities.mha"), ("out.seg.nrrd", "out_probabilities.nrrd"),
    ("out.nii", "out_probabilities.nii.gz"),
  ])
  func theNameOfTheOutputChoosesTheFormat(name: String, probabilities: String) throws {
    try withScans { root, scans in
      let outputs = try PredictionOutputs(
        paths: [scans.appendingPathComponent("b.nii.gz")],
        output: root.appendingPathComponent(name), currentFolder: root, probabilities: true)
      #expect(paths(outputs, in: root) == [name, probabilities])
    }
  }

  @Test func theVoxelsThatAHeaderNamesAreAnImageToo() throws {
    try withTemporaryFolder { root in
      let image = root.appendingPathComponent("c.mhd")
      try VolumeFile.writeImage(
        Volume(
          geometry: Geometry(extent: Extent(1, 1, 2), spacing: Spacing(1, 1, 1)), channels: 1,
          voxels: [1, 2]), to: image)
      let link = root.appendingPathComponent("link.nii.gz")
      try FileManager.default.createSymbolicLink(
        at: link, withDestinationURL: root.appendingPathComponent("c.zraw"))
      for output in [image, link] {
        #expect(throws: InferenceError.self) {
          try PredictionOutputs(paths: [image], output: output, currentFolder: root)
        }
      }
    }
  }

  @Test func aKnownFileThatCannotBeWrittenIsRefused() throws {
    try withScans { root, scans in
      let error = #expect(throws: VolumeFileError.self) {
        try PredictionOutputs(
          paths: [scans.appendingPathComponent("b.nii.gz")],
          output: root.appendingPathComponent("x.h5"), currentFolder: root)
      }
      #expect(error?.kind == .usage)
      #expect(error?.message.contains(VolumeFile.standardEnding) == true)
    }
  }

  @Test func anyOtherOutputIsAFolder() throws {
    try withScans { root, scans in
      let outputs = try PredictionOutputs(
        paths: [scans], output: root.appendingPathComponent("out.1"), currentFolder: root,
        probabilities: true)
      #expect(
        paths(outputs, in: root) == [
          "out.1/a.nii.gz", "out.1/a_probabilities.nii.gz", "out.1/b.nii.gz",
          "out.1/b_probabilities.nii.gz",
        ])
    }
  }

  @Test func aResultNeverReplacesAnImage() throws {
    try withScans { root, scans in
      let image = scans.appendingPathComponent("b.nii.gz")
      let link = root.appendingPathComponent("link.nii.gz")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: image)
      for output in [scans, image, link] {
        let error = #expect(throws: InferenceError.self) {
          try PredictionOutputs(paths: [image], output: output, currentFolder: root)
        }
        #expect(error?.kind == .usage)
        #expect(error?.message.contains(image.path) == true)
      }
    }
  }

  @Test func theVoxelsOfAPairAreAnImageToo() throws {
    try withTemporaryFolder { root in
      for name in ["c.hdr", "c.img"] { try Data().write(to: root.appendingPathComponent(name)) }
      for name in ["c.hdr", "c.img"] {
        #expect(throws: InferenceError.self) {
          try PredictionOutputs(
            paths: [root.appendingPathComponent("c.hdr")],
            output: root.appendingPathComponent(name), currentFolder: root)
        }
      }
    }
  }
}
