import Foundation
import TestSupport
import Testing

/// What a training leaves to be watched by.
@Suite(.serialized)
struct WatchingTests {
  @Test func eventFilesReadAsTensorBoardReadsThem() throws {
    try TrainCommandRun.withData { run in
      let result = try run.shell(run.command("run", "--epochs 3 --tensorboard"))
      #expect(result.status == 0, "\(result.stderr)")
      let folder = run.file("run/tensorboard")
      let name = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
      #expect(name.hasPrefix("events.out.tfevents."))
      let events = try Records.read(Data(contentsOf: folder.appendingPathComponent(name)))
      // The version, then an event for every epoch.
      #expect(events.count == 4)
      #expect(String(decoding: events[0], as: UTF8.self).contains("brain.Event:2"))
      for event in events.dropFirst() {
        let text = String(decoding: event, as: UTF8.self)
        for tag in ["loss/training", "dice/mean", "learning_rate"] {
          #expect(text.contains(tag))
        }
      }
    }
  }

  private static let hasTensorBoard =
    (try? SegProcess.runShell("python3 -c 'import tensorboard'").status == 0) ?? false

  @Test(.enabled(if: hasTensorBoard, "Python has no tensorboard"))
  func tensorBoardItselfReadsTheEvents() throws {
    try TrainCommandRun.withData { run in
      let result = try run.shell(run.command("run", "--epochs 3 --tensorboard"))
      #expect(result.status == 0, "\(result.stderr)")
      let script = """
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        e = EventAccumulator("run/tensorboard"); e.Reload()
        print([s.step for s in e.Scalars("loss/training")])
        """
      try Data(script.utf8).write(to: run.file("read.py"))
      let peer = try run.shell("python3 read.py")
      #expect(peer.stdout.contains("[5, 10, 15]"), "\(peer.stderr)")
    }
  }

  @Test func theProgressPageStandsAlone() throws {
    try TrainCommandRun.withData { run in
      let result = try run.shell(run.command("run", "--epochs 2"))
      #expect(result.status == 0, "\(result.stderr)")
      let page = try String(contentsOf: run.file("run/progress.html"), encoding: .utf8)
      #expect(page.contains("<svg") && page.contains("data-prediction=\""))
      #expect(page.contains("finished") && !page.contains("http-equiv=\"refresh\""))
      let log = try String(contentsOf: run.file("run/training.log"), encoding: .utf8)
      #expect(log.contains("info training on 5 cases") && log.contains("epoch 2, step 10"))
      #expect(!page.contains("src=\"http") && !page.contains("href=\"http"))
    }
  }

  /// The framing of TensorFlow's records, checked with a checksum computed bit by bit.
  private enum Records {
    static func read(_ data: Data) throws -> [Data] {
      var records: [Data] = []
      var rest = data
      while !rest.isEmpty {
        let head = rest.prefix(12)
        let length = head.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(number(head.suffix(4)) == masked(head.prefix(8)))
        let content = rest.dropFirst(12).prefix(Int(length))
        try #require(content.count == Int(length))
        #expect(number(rest.dropFirst(12 + Int(length)).prefix(4)) == masked(content))
        records.append(Data(content))
        rest = rest.dropFirst(16 + Int(length))
      }
      return records
    }

    private static func number(_ bytes: Data) -> UInt32 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func masked(_ data: Data) -> UInt32 {
      var checksum: UInt32 = 0xffff_ffff
      for byte in data {
        checksum ^= UInt32(byte)
        for _ in 0..<8 {
          checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0x82f6_3b78 : checksum >> 1
        }
      }
      checksum = ~checksum
      return (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
    }
  }
}
