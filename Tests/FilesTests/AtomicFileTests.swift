import Files
import Foundation
import TestSupport
import Testing

struct AtomicFileTests {
  struct Interruption: Error {}

  @Test func failedWritesLeaveTheOldFileAlone() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("a.txt")
      try AtomicFile.write("old", to: file)
      #expect(throws: Interruption.self) {
        try AtomicFile.write(to: file) { temporary in
          try Data("half".utf8).write(to: temporary)
          throw Interruption()
        }
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.txt"])
      try AtomicFile.write("new", to: file)
      #expect(try String(contentsOf: file, encoding: .utf8) == "new")
    }
  }

  @Test func missingFoldersAreNamed() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("none/a.txt")
      let error = #expect(throws: FileError.self) { try AtomicFile.write("x", to: file) }
      #expect(error?.description.contains(file.path) == true && error?.kind.exitStatus == 74)
    }
  }
}
