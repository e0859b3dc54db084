import Foundation
import TestSupport
import Testing

struct ShowAugmentationTests {
  @Test func writesAPictureAndTrainsNothing() throws {
    try withTemporaryFolder { folder in
      let made = try SegProcess.run(
        ["phantom", "--output", "data", "--cases", "2", "--size", "24x32x28"], in: folder)
      #expect(made.status == 0, "\(made.stderr)")
      let result = try SegProcess.run(
        ["train", "--data", "data", "--show-augmentation", "sheet.png"], in: folder)
      #expect(result.status == 0 && result.stdout == "sheet.png\n", "\(result.stderr)")
      let png = try Data(contentsOf: folder.appendingPathComponent("sheet.png"))
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
      let sizes = [UInt8](png[16..<24])
      let size = stride(from: 0, to: 8, by: 4).map { start in
        sizes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
      }
      // Seven columns; two cases and a row for each kind of change.
      #expect(size[0] > 7 * 170 && size[1] > 10 * 170)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
          "data", "sheet.png",
        ])
      let wrong = try SegProcess.run(
        ["train", "--data", "data", "--show-augmentation", "missing/sheet.png"], in: folder)
      #expect(wrong.status == 74 && wrong.stderr.contains("missing/sheet.png"))
    }
  }
}
