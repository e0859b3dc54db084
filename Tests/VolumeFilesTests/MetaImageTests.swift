import Files
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// Headers of MetaImages that make no sense.
@Suite struct MetaImageTests {
  @Test(
    arguments: [
      ("NDims = 3\n", "", "NDims"), ("NDims = 3", "NDims = 5", "5 dimensions"),
      ("NDims = 3", "NDims = x", "NDims"), ("DimSize = 4 3 2", "DimSize = 4 3", "DimSize"),
      ("DimSize = 4 3 2\n", "", "DimSize"), ("MET_SHORT", "MET_OTHER", "MET_OTHER"),
      ("ElementType = MET_SHORT\n", "", "data type"), ("MET_SHORT", "MET_DOUBLE", "cut off"),
      ("BinaryData = True", "BinaryData = False", "text"),
      ("Offset = 1 2 3", "Offset = 1 2", "Offset"),
      ("Offset = 1 2 3", "Offset = 1 2 nan", "not numbers"),
      ("0 0 1\n", "0 0 0\n", "singular"), ("0 0 1\n", "0 0\n", "9 numbers"),
      ("LOCAL", "a%03d.raw 1 2 1", "pattern"),
      ("Offset = 1 2 3", "Offset = 1 2 3\nHeaderSize = -2", "HeaderSize"),
      ("Offset = 1 2 3", "Offset = 1 2 3\nElementNumberOfChannels = 0", "0 channels"),
      ("Offset = 1 2 3", "Offset = 1 2 3\nElementNumberOfChannels = 9999999999999", "cut off"),
      (
        "Offset = 1 2 3", "Offset = 1 2 3\nElementNumberOfChannels = 999999999999999999", "any file"
      ),
      ("Offset = 1 2 3", "Offset = 1 2 3\nCompressedData = True", "compression"),
    ] as [(String, String, String)])
  func refusesHeadersThatMakeNoSense(part: String, change: String, mentions: String) throws {
    let header = """
      ObjectType = Image
      NDims = 3
      BinaryData = True
      TransformMatrix = 1 0 0 0 1 0 0 0 1
      Offset = 1 2 3
      DimSize = 4 3 2
      ElementType = MET_SHORT
      ElementDataFile = LOCAL

      """
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.mha")
      let changed = header.replacingOccurrences(of: part, with: change)
      try Data(changed.utf8 + [UInt8](repeating: 1, count: 48)).write(to: url)
      let error = #expect(throws: VolumeFileError.self) { try VolumeFile.readImage(url) }
      #expect(error?.kind == .badData)
      #expect(error?.message.contains(mentions) == true, "\(error?.description ?? "")")
    }
  }
}
