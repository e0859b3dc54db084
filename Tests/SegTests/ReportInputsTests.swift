import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// What a report says, and does not say, of the files that it was made from.
@Suite struct ReportInputsTests {
  private let geometry = Geometry(extent: Extent(8, 10, 12), spacing: Spacing(2, 1, 1.5))

  /// A data set `d` with scans and labels of cases a and b, and predictions `p` of them.
  private func withFolders<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try withTemporaryFolder { root in
      for folder in ["d/imagesTr", "d/labelsTr", "p"] {
        try FileManager.default.createDirectory(
          at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
      }
      try Data(
        """
        {"channel_names":{"0":"CT"},"labels":{"background":0,"organ":1},"numTraining":2,"file_ending":".nii.gz"}
        """.utf8
      ).write(to: root.appendingPathComponent("d/dataset.json"))
      var voxels = [UInt16](repeating: 0, count: geometry.extent.count)
      for z in 2..<5 {
        for y in 2..<6 { for x in 1..<6 { voxels[geometry.extent.offset(z, y, x)] = 1 } }
      }
      let labels = LabelMap(geometry: geometry, voxels: voxels)
      let image = Volume(geometry: geometry, channels: 1, voxels: voxels.map { Float($0) * 90 })
      for id in ["a", "b"] {
        try NIfTI.write(
          labels, like: nil, to: root.appendingPathComponent("d/labelsTr/\(id).nii.gz"))
        try NIfTI.write(labels, like: nil, to: root.appendingPathComponent("p/\(id).nii.gz"))
        try NIfTI.write(image, to: root.appendingPathComponent("d/imagesTr/\(id)_0000.nii.gz"))
      }
      return try body(root)
    }
  }

  private func page(_ root: URL, _ options: [String]) throws -> String {
    let result = try SegProcess.run(
      ["evaluate", "--predictions", "p", "--output", "o"] + options, in: root)
    #expect(result.status == 0, "\(result.stderr)")
    return try String(contentsOf: root.appendingPathComponent("o/report.html"), encoding: .utf8)
  }

  @Test func checksumsOfFilesAreThoseOfSha256sum() throws {
    try withFolders { root in
      let files = ["p/a.nii.gz", "d/labelsTr/a.nii.gz", "d/imagesTr/a_0000.nii.gz"]
      let sums = try SegProcess.runShell(
        "sha256sum \(files.joined(separator: " "))", in: root
      ).stdout.split(separator: "\n").compactMap { $0.split(separator: " ").first }
      #expect(sums.count == 3)
      for options in [
        ["--references", "d"], ["--references", "d/labelsTr", "--images", "d/imagesTr"],
      ] {
        let html = try page(root, options)
        for sum in sums { #expect(html.contains("SHA-256 \(sum)")) }
        #expect(html.contains("<dt>Scan</dt><dd>a_0000.nii.gz"))
      }
      let alone = try page(root, ["--images", "d/imagesTr"])
      #expect(alone.contains("SHA-256 \(sums[0])") && alone.contains("SHA-256 \(sums[2])"))
      #expect(!alone.contains("No scan was given"))
    }
  }

  @Test func casesOfADataSetFileHaveTheChecksumOfTheirVoxels() throws {
    try withFolders { root in
      #expect(try SegProcess.run(["pack", "d", "--output", "d.h5"], in: root).status == 0)
      let html = try page(root, ["--references", "d.h5"])
      let sum = try Datasets.open(root.appendingPathComponent("d.h5")).readCase("a").checksum
      #expect(html.contains("<dt>Reference and scan</dt><dd>d.h5, case a"))
      #expect(html.contains("CRC-32 of the voxels \(sum)"))
    }
  }

  @Test func theWindowFollowsFromTheDataSetOrTheOption() throws {
    try withFolders { root in
      #expect(try page(root, ["--references", "d"]).contains("CT soft tissue window, −160 to 240"))
      let bone = try page(root, ["--references", "d", "--window", "bone"])
      #expect(bone.contains("CT bone window, −500 to 1300 HU"))
      let own = try page(root, ["--references", "d", "--window", "-600,1500"])
      #expect(own.contains("window from −1350 to 150"))
      let wrong = try SegProcess.run(
        ["evaluate", "--predictions", "p", "--output", "o", "--window", "bones"], in: root)
      #expect(wrong.status == 64)
    }
  }

  private static let name = "DOE^JANE"

  /// What is written about files whose headers name the patient, as a shell command prints it.
  private func written(_ command: String) throws -> String {
    try withFolders { root in
      var files: [URL] = []
      for folder in ["p", "d/labelsTr", "d/imagesTr"] {
        files += try FileManager.default.contentsOfDirectory(
          at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
      }
      #expect(files.count == 6)
      for file in files { try Self.identify(file, as: Self.name, in: root) }
      let html = try page(root, ["--references", "d"])
      #expect(html.contains("organ"))
      let printed = try SegProcess.runShell(command, in: root)
      #expect(printed.status == 0, "\(printed.stderr)")
      for text in [Self.name, "JANE", root.path] { #expect(!printed.stdout.contains(text)) }
      return printed.stdout
    }
  }

  @Test func noIdentifyingTextOfHeadersIsWrittenAnywhere() throws {
    let text = try written("set -e; cat o/report.html o/cases.csv o/summary.json o/report.pdf")
    #expect(text.contains("mean_dice") && text.contains("%PDF"))
  }

  @Test(.enabled(if: InstalledProgram.areThere("pdftotext")))
  func noIdentifyingTextOfHeadersIsOnPaper() throws {
    #expect(try written("pdftotext o/report.pdf -").contains("organ"))
  }

  /// Writes a name to every text field of a NIfTI-1 file, and into an extension.
  private static func identify(_ file: URL, as name: String, in root: URL) throws {
    let plain = root.appendingPathComponent("plain.nii")
    let unpacked = try SegProcess.runShell("zcat '\(file.path)' > '\(plain.path)'")
    #expect(unpacked.status == 0)
    var bytes = try Data(contentsOf: plain)
    // data_type, db_name, descrip, aux_file, intent_name: offset and length.
    for (offset, length) in [(4, 10), (14, 18), (148, 80), (228, 24), (328, 16)] {
      let text = Array(name.utf8.prefix(length))
      bytes.replaceSubrange(offset..<offset + text.count, with: text)
    }
    let start = try #require(
      Int(
        exactly: bytes.subdata(in: 108..<112).withUnsafeBytes {
          $0.loadUnaligned(as: Float.self)
        }))
    var block = Data([32, 0, 0, 0, 6, 0, 0, 0]) + Data(name.utf8)
    block += Data(count: 32 - block.count)
    bytes[348] = 1
    let moved = Float(352 + 32)
    var header = bytes.prefix(352)
    header.replaceSubrange(108..<112, with: withUnsafeBytes(of: moved) { Data($0) })
    try (header + block + bytes.dropFirst(start)).write(to: plain)
    #expect(
      try SegProcess.runShell("gzip -c '\(plain.path)' > '\(file.path)'").status == 0)
  }
}
