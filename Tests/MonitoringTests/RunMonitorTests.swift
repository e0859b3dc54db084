import Files
import Foundation
import Monitoring
import TestSupport
import Testing
import Training
import Volumes

/// What a monitor leaves in a run folder.
struct RunMonitorTests {
  private let records = [
    EpochRecord(
      epoch: 1, step: 5, seconds: 2.5, learningRate: 0.005, loss: 1.25, dice: [0.5, nil],
      waiting: 0.125, skipped: 0),
    EpochRecord(
      epoch: 2, step: 10, seconds: 4, learningRate: 0.0025, loss: .nan, dice: [0.75, 0.25],
      waiting: 0, skipped: 3),
  ]

  private func report(_ epochs: Int, progress: Double) -> EpochReport {
    EpochReport(
      classes: ["tumour, core", "edema"], records: Array(records.prefix(epochs)),
      progress: progress)
  }

  private func text(_ folder: URL, _ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func theLogIsATableOfEpochs() {
    let log = TrainingLog(classes: ["tumour, core", "edema"], records: records)
    #expect(
      log.csv == """
        epoch,step,seconds,learning_rate,loss,mean_dice,"dice_tumour, core",dice_edema,waiting,skipped_steps
        1,5,2.5,0.005,1.25000,0.50000,0.50000,,0.1250,0
        2,10,4.0,0.0025,\(String(format: "%.5f", Double.nan)),0.50000,0.75000,0.25000,0.0000,3

        """)
  }

  @Test func everyEpochRewritesLogPageAndChart() throws {
    try withTemporaryFolder { folder in
      let monitor = RunMonitor(try RunFolder(folder), writesEvents: false)
      try monitor.trainingStarts()
      try monitor.epochEnded(report(1, progress: 0.5))
      #expect(try text(folder, "log.csv").split(separator: "\n").count == 2)
      #expect(try text(folder, "progress.html").contains("50 % done"))
      #expect(try text(folder, "progress.html").contains("http-equiv=\"refresh\""))
      try monitor.epochEnded(report(2, progress: 1))
      #expect(try text(folder, "log.csv").split(separator: "\n").count == 3)
      let page = try text(folder, "progress.html")
      #expect(page.contains("finished") && !page.contains("http-equiv=\"refresh\""))
      #expect(page.contains(try text(folder, "progress.svg")))
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("tensorboard").path))
    }
  }

  /// The slices of the validation that belongs to the epoch, three at most.
  @Test func thePageShowsTheSliceWithMostForeground() throws {
    try withTemporaryFolder { folder in
      let monitor = RunMonitor(try RunFolder(folder), writesEvents: false)
      let extent = Extent(2, 1, 3)
      let image: [Float] = [9, 9, 9, 0, 5, 10]
      let labels: [UInt8] = [0, 1, 0, 1, 1, 0]
      let logits = Volume(
        geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), channels: 2,
        voxels: [1, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1])
      func validate(_ names: [String]) {
        image.withUnsafeBufferPointer { image in
          labels.withUnsafeBufferPointer { labels in
            for name in names {
              monitor.caseValidated(
                ValidatedCase(
                  id: name, extent: extent, image: image, labels: labels, logits: logits))
            }
          }
        }
      }
      validate(["a", "b", "c", "d"])
      try monitor.epochEnded(report(1, progress: 0.5))
      let page = try text(folder, "progress.html")
      #expect(page.components(separatedBy: "<figcaption>").count == 4 && !page.contains(">d<"))
      func data(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
      #expect(page.contains("data-image=\"\(data([0, 127, 255]))\""))
      #expect(page.contains("data-reference=\"\(data([1, 1, 0]))\""))
      #expect(page.contains("data-prediction=\"\(data([1, 0, 1]))\""))
      validate(["e"])
      try monitor.epochEnded(report(2, progress: 1))
      let next = try text(folder, "progress.html")
      #expect(next.components(separatedBy: "<figcaption>").count == 2 && next.contains(">e<"))
    }
  }

  @Test func whatIsReportedIsLoggedButForSteps() throws {
    try withTemporaryFolder { folder in
      let monitor = RunMonitor(try RunFolder(folder), writesEvents: false)
      monitor.observe(.preparing("Reading", 0.5))
      monitor.observe(
        .started(
          TrainingSummary(
            trainingCases: 5, heldOutCases: 1, patch: Extent(16, 16, 16), batch: 2,
            parameters: 1234, peakByteCount: 3 << 20, precision: "float32")))
      monitor.observe(.step(progress: 0.1, loss: 1, learningRate: 0.1))
      monitor.observe(.epoch(records[0]))
      monitor.observe(.note("a note"))
      monitor.observe(.detail("a detail"))
      let lines = try text(folder, "training.log").split(separator: "\n").map {
        $0.split(separator: " ", maxSplits: 1).last.map(String.init)
      }
      #expect(
        lines == [
          "info training on 5 cases, 1 held out, patch 16x16x16, batch 2, 1234 parameters, float32, 3 MB",
          "info epoch 1, step 5, loss 1.25, learning rate 0.005, mean Dice 0.5",
          "notice a note", "debug a detail",
        ])
    }
  }

  @Test func aFileThatCannotBeWrittenIsNamedAndWrittenNextTime() throws {
    try withTemporaryFolder { folder in
      let monitor = RunMonitor(try RunFolder(folder), writesEvents: false)
      let log = folder.appendingPathComponent("log.csv")
      // A folder that holds something cannot be replaced by a file.
      try FileManager.default.createDirectory(
        at: log.appendingPathComponent("full"), withIntermediateDirectories: true)
      let error = #expect(throws: FileError.self) {
        try monitor.epochEnded(report(1, progress: 0.5))
      }
      #expect(error?.description.contains("log.csv") == true)
      try FileManager.default.removeItem(at: log)
      try monitor.epochEnded(report(2, progress: 1))
      #expect(try text(folder, "log.csv").split(separator: "\n").count == 3)
    }
  }

  @Test func eventsHaveTheNumbersOfEveryEpoch() throws {
    try withTemporaryFolder { folder in
      let monitor = RunMonitor(try RunFolder(folder), writesEvents: true)
      try monitor.trainingStarts()
      try monitor.epochEnded(report(1, progress: 0.5))
      try monitor.epochEnded(report(2, progress: 1))
      let events = folder.appendingPathComponent("tensorboard")
      let names = try FileManager.default.contentsOfDirectory(atPath: events.path)
      #expect(names.count == 1)
      let data = try Data(contentsOf: events.appendingPathComponent(try #require(names.first)))
      func count(_ tag: String) -> Int {
        var (count, rest) = (0, data[...])
        while let range = rest.range(of: Data(tag.utf8)) {
          count += 1
          rest = rest[range.upperBound...]
        }
        return count
      }
      // Losses that are not finite and classes that are absent are left out.
      #expect(count("loss/training") == 1 && count("dice/edema") == 1)
      #expect(count("dice/mean") == 2 && count("steps_per_second") == 2)
    }
  }

  @Test func aBlockedEventFolderEndsATrainingBeforeItBegins() throws {
    try withTemporaryFolder { folder in
      let monitor = RunMonitor(try RunFolder(folder), writesEvents: true)
      try Data().write(to: folder.appendingPathComponent("tensorboard"))
      #expect(throws: FileError.self) { try monitor.trainingStarts() }
    }
  }
}
