import Files
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct CaseInputTests {
  @Test func findsFilesChannelsAndFolders() throws {
    try withTemporaryFolder { folder in
      for name in [
        "a/liver_0000.nii.gz", "a/liver_0001.nii.gz", "a/lung_0000.nii", "a/lung_0001.nii",
        "b/scan.nii.gz", "b/scan_2023.nii", "b/pair.hdr",
      ] { try CaseFiles.write(CaseFiles.image(from: 0), name, in: folder) }
      try CaseFiles.write("junk", "b/._scan.nii.gz", in: folder)
      try CaseFiles.write("text", "b/notes.txt", in: folder)
      let a = folder.appendingPathComponent("a")
      let b = folder.appendingPathComponent("b")
      #expect(try names([a]) == ["liver": 2, "lung": 2])
      #expect(try names([b]) == ["pair": 1, "scan": 1, "scan_2023": 1])
      #expect(try names([a, b.appendingPathComponent("scan.nii.gz")]).count == 3)
      // One channel names all of its case; a file given twice is one case.
      #expect(try names([a.appendingPathComponent("liver_0001.nii.gz")]) == ["liver": 2])
      let scan = b.appendingPathComponent("scan_2023.nii")
      #expect(try names([scan, scan]) == ["scan_2023": 1])
    }
  }

  @Test func readsChannelsInOrder() throws {
    try withTemporaryFolder { folder in
      for channel in 0..<3 {
        try CaseFiles.write(
          CaseFiles.image(from: channel * 24), "x_000\(channel).nii.gz", in: folder)
      }
      let found = try CaseInput.find(in: [folder])
      #expect(found.count == 1)
      let (image, header, nonFinite) = try #require(found.first).readImage()
      #expect(image.voxels == (0..<72).map { Float($0) })
      #expect(image.channels == 3 && header.geometry == CaseFiles.geometry && nonFinite == 0)
    }
  }

  @Test func refusesWhatMakesNoCases() throws {
    try withTemporaryFolder { folder in
      let empty = folder.appendingPathComponent("empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
      try CaseFiles.write("x", "text.txt", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "gap/x_0000.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "gap/x_0002.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "lost/x_0000.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "lost/y_0001.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "both/x.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "both/x.nii.gz", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "mixed/x.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "mixed/x_0000.nii", in: folder)
      let wrong: [(paths: [String], kind: FailureKind, mentions: String)] = [
        (["none.nii"], .inputOutput, "no such file"), (["empty"], .badData, "no image file"),
        (["text.txt"], .badData, "no image file"), (["gap"], .badData, "lacks channel 1"),
        (["lost"], .badData, "lacks channel 0"), (["both"], .badData, "also exists as x.nii"),
        (["mixed"], .badData, "both as one file"), (["gap/x_0000.nii"], .badData, "channel 1"),
        (["lost/x_0000.nii", "mixed/x.nii"], .usage, "two files are named x"),
      ]
      for (paths, kind, mentions) in wrong {
        let error = #expect(throws: VolumeFileError.self) {
          try CaseInput.find(in: paths.map { folder.appendingPathComponent($0) })
        }
        #expect(error?.kind == kind, "\(paths)")
        #expect(error?.message.contains(mentions) == true, "\(error?.description ?? "")")
      }
    }
  }

  @Test func refusesChannelsThatDoNotFitTogether() throws {
    try withTemporaryFolder { folder in
      var moved = CaseFiles.geometry
      moved.affine = Affine(rows: [1, 0, 0, 5.5, 0, 2, 0, 6, 0, 0, 3, 7])
      try CaseFiles.write(CaseFiles.image(from: 0), "moved/x_0000.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0, geometry: moved), "moved/x_0001.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "wide/x_0000.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0, channels: 2), "wide/x_0001.nii", in: folder)
      for (name, mentions) in [("moved", "0.5 mm"), ("wide", "2 channels")] {
        let input = try CaseInput.find(in: [folder.appendingPathComponent(name)])[0]
        let error = #expect(throws: VolumeFileError.self) { try input.readImage() }
        #expect(error?.description.contains("x_0001.nii") == true)
        #expect(error?.message.contains(mentions) == true, "\(error?.description ?? "")")
      }
    }
  }

  private func names(_ paths: [URL]) throws -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: try CaseInput.find(in: paths).map { ($0.id, $0.channelFiles.count) })
  }
}
