import Foundation
import ModelFiles
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// What runs of older programs must stay good for: `Tests/Fixtures/Training/README`s say how they were made.
///
/// Another instruction set sums in another order, so that weights after a training's second half differ in their last digits: by 7e-6 in the mean
/// between AVX-512 and AVX2. Losing the optimiser's momentum makes 3e-3 of it, and other label maps. So label maps must be equal, weights within
/// 1e-4 in the mean; that a resumed training is equal to the bit to an uninterrupted one of the same program is the matter of `KilledTrainingTests`.
@Suite(.serialized)
struct OlderRunTests {
  private static let weightTolerance = 1e-4

  @Test(arguments: ["run-v1"]) func predictsTheSameLabels(version: String) throws {
    try OlderRun.withCopy(of: version) { run in
      let labels = try run.predict(with: "run")
      #expect(try labels == run.expectedLabels("stopped"))
    }
  }

  @Test(arguments: ["run-v1"]) func goesOnToTheSameEnd(version: String) throws {
    try OlderRun.withCopy(of: version) { run in
      try run.resume("run")
      #expect(
        try run.difference("run/model.safetensors", "expected/run.safetensors")
          < Self.weightTolerance)
      #expect(try run.predict(with: "run") == run.expectedLabels("finished"))
      #expect(try run.log("run/log.csv") == run.log("expected/log.csv"))
    }
  }

  @Test(arguments: ["run-v1"]) func foldsGoOnToTheSameEnd(version: String) throws {
    try OlderRun.withCopy(of: version) { run in
      try run.resume("folds")
      #expect(
        try run.difference("folds/fold-1/model.safetensors", "expected/fold-1.safetensors")
          < Self.weightTolerance)
      #expect(try run.predict(with: "folds") == run.expectedLabels("folds"))
      #expect(
        FileManager.default.fileExists(atPath: run.file("folds/validation/summary.json").path))
    }
  }
}

/// A copy of a committed folder of older runs.
private struct OlderRun {
  let folder: URL

  static func withCopy(of version: String, _ body: (OlderRun) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let copy = folder.appendingPathComponent(version)
      try FileManager.default.copyItem(
        at: SharedData.fixture("Training").appendingPathComponent(version), to: copy)
      try body(OlderRun(folder: copy))
    }
  }

  func file(_ path: String) -> URL { folder.appendingPathComponent(path) }

  func resume(_ run: String) throws {
    let result = try SegProcess.runShell(
      "$SEG train --output \(run) --resume --threads 1 --precision float32", in: folder)
    try #require(result.status == 0, "\(result.stderr)")
  }

  func predict(with model: String) throws -> [UInt16] {
    let result = try SegProcess.runShell(
      "$SEG predict data/imagesTs/brain_006_0000.nii.gz --model \(model) --output labels.nii.gz --threads 1 --precision float32",
      in: folder)
    try #require(result.status == 0, "\(result.stderr)")
    return try VolumeFile.readLabels(file("labels.nii.gz")).labels.voxels
  }

  func expectedLabels(_ name: String) throws -> [UInt16] {
    try VolumeFile.readLabels(file("expected/\(name).nii.gz")).labels.voxels
  }

  /// The mean absolute difference of all weights.
  func difference(_ path: String, _ expected: String) throws -> Double {
    let tensors = try Safetensors.read(file(path)).tensors
    let wanted = try Safetensors.read(file(expected)).tensors
    try #require(Set(tensors.keys) == Set(wanted.keys))
    var sum = 0.0
    var count = 0
    for (name, tensor) in tensors {
      let other = try #require(wanted[name])
      try #require(tensor.shape == other.shape, "\(name)")
      for (a, b) in zip(try tensor.floats(), try other.floats()) { sum += Double(abs(a - b)) }
      count += tensor.count
    }
    return sum / Double(count)
  }

  /// The rows of a log without times, losses and Dice to two decimals.
  func log(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOf: file(path), encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let keys = try #require(lines.first)
    return lines.dropFirst().map { fields in
      var row = Dictionary(uniqueKeysWithValues: zip(keys, fields))
      for key in ["seconds", "waiting"] { row[key] = nil }
      for (key, text) in row where key == "loss" || key.contains("dice") {
        row[key] = Double(text).map { String(format: "%.2f", $0) }
      }
      return row
    }
  }
}
