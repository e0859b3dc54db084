import Files
import Foundation
import ModelFiles
import TestSupport
import Testing
import Training

/// Records of older runs in a newer program, and the other way round.
struct RunRecordTests {
  private static let fixture = SharedData.fixture("Training/run-v1")

  private static func run(_ document: JSONDocument) throws -> JSONDocument {
    try withTemporaryFolder { folder in
      try document.write(to: RunLayout(folder).record)
      return try JSONDocument(encoding: RunRecord(of: folder))
    }
  }

  private static func folds(_ document: JSONDocument) throws -> JSONDocument {
    try withTemporaryFolder { folder in
      try document.write(to: RunLayout(folder).foldsRecord)
      return try JSONDocument(encoding: try #require(try FoldsRecord(of: folder)))
    }
  }

  @Test func olderRecordsSayTheSameAndGetAVersion() throws {
    let run = try JSONDocument(contentsOf: Self.fixture.appendingPathComponent("run/run.json"))
    #expect(try Self.run(run) == run.setting("version", to: 1))
    let folds = try JSONDocument(
      contentsOf: Self.fixture.appendingPathComponent("folds/folds.json"))
    #expect(try Self.folds(folds) == folds.setting("version", to: 1))
  }

  @Test(arguments: [
    ("softwareVersion", "\"unknown\""), ("oneDNN", "\"unknown\""), ("frozen", "[]"),
  ])
  func aRunWithoutAKeyHasItsDefault(key: String, value: String) throws {
    let run = try JSONDocument(contentsOf: Self.fixture.appendingPathComponent("run/run.json"))
    #expect(run.value(at: key) != nil)
    let wanted = try JSONDocument(Data("{\"value\": \(value)}".utf8)).value(at: "value")
    let expected = run.setting("version", to: 1).setting(key, to: try #require(wanted))
    #expect(try Self.run(run.removing(key)) == expected)
  }

  @Test(arguments: [
    ("options.isStratified", "false"), ("options.frozen", "[]"), ("options.resumes", "false"),
    ("options.writesEvents", "false"), ("options.expectedChecksums", "{}"),
    ("options.fold", "{\"tenth\": {\"_0\": 0}}"),
    ("options.pipeline.training.power", "0.9"),
    ("options.pipeline.inference", "{\"mirroring\": false}"),
    ("options.pipeline.augmentation.rotationProbability", "0"),
  ])
  func foldsWithoutAKeyHaveItsDefault(key: String, value: String) throws {
    let folds = try JSONDocument(
      contentsOf: Self.fixture.appendingPathComponent("folds/folds.json")
    )
    .setting("version", to: 1)
    let wanted = try JSONDocument(Data("{\"value\": \(value)}".utf8)).value(at: "value")
    let expected = folds.setting(key, to: try #require(wanted))
    #expect(try Self.folds(folds.removing(key)) == expected)
  }

  @Test func newerRecordsAreRefusedByName() throws {
    for (name, read) in [("run/run.json", Self.run), ("folds/folds.json", Self.folds)] {
      let document = try JSONDocument(contentsOf: Self.fixture.appendingPathComponent(name))
      let error = #expect(throws: TrainingError.self) {
        try read(document.setting("version", to: 99))
      }
      #expect(error?.kind == .badData)
      #expect(error?.path.map { name.hasSuffix(($0 as NSString).lastPathComponent) } == true)
      #expect(
        error?.message == "is of format version 99, this seg reads up to 1; update seg to use it")
      let broken = #expect(throws: TrainingError.self) { try read(document.removing("data")) }
      #expect(broken?.message == "is broken: data is missing")
    }
  }

  // MARK: - Checkpoints

  /// Reads a checkpoint of a stopped training, as `--reproduce` does, whose metadata were changed.
  private func error(_ change: (JSONDocument) -> JSONDocument) throws -> TrainingError? {
    try withTemporaryFolder { folder in
      let run = folder.appendingPathComponent("run")
      try FileManager.default.copyItem(at: Self.fixture.appendingPathComponent("run"), to: run)
      let file = try Safetensors.read(RunLayout(run).checkpoint)
      let state = try JSONDocument(Data(try #require(file.metadata["training"]).utf8))
      try Safetensors.write(
        file.tensors, metadata: ["training": change(state).description],
        to: RunLayout(run).checkpoint)
      return #expect(throws: TrainingError.self) { try TrainingOptions(repeating: run) }
    }
  }

  @Test func aCheckpointWithoutAKeyCanBeRead() throws {
    // What can be read is known to be unfinished.
    let unfinished = "is not finished; go on with --resume first"
    #expect(try error { $0 }?.message == unfinished)
    for key in [
      "averageDice", "bestAverageDice", "epochLosses", "epochSkipped", "isFinished", "rateFactor",
      "records", "seconds",
    ] {
      #expect(try error { $0.removing(key) }?.message == unfinished, "\(key)")
    }
    let short = try error { state in
      let records = state.value(at: "records") as? [[String: Any]] ?? []
      #expect(records.count == 2)
      return state.setting(
        "records",
        to: records.map { $0.filter { !["dice", "waiting", "skipped"].contains($0.key) } })
    }
    #expect(short?.message == unfinished)
    #expect(try error { $0.removing("seed") }?.message.contains("seed is missing") == true)
  }

  @Test func aNewerCheckpointIsRefusedByName() throws {
    let error = try error { $0.setting("version", to: 99) }
    #expect(error?.path?.hasSuffix("checkpoint.safetensors") == true)
    #expect(error?.message.contains("is of format version 99, this seg reads up to 2") == true)
  }
}
