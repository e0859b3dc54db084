import Foundation
import ModelFiles
import Networks
import TestSupport

/// Runs of the built `seg train` on small generated data.
struct TrainCommandRun {
  let folder: URL

  /// Makes data and a pipeline in a folder of its own for the time of `body`.
  static func withData(_ body: (TrainCommandRun) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try BallDataset.write(to: folder.appendingPathComponent("data"))
      try Data(BallDataset.pipeline.utf8).write(to: folder.appendingPathComponent("small.yaml"))
      try body(TrainCommandRun(folder: folder))
    }
  }

  /// The command line for a shell.
  func command(_ run: String, _ rest: String = "") -> String {
    "$SEG train --data data --output \(run) --pipeline small.yaml --threads 1 --precision float32 \(rest)"
  }

  func shell(_ command: String) throws -> SegProcess.Result {
    try SegProcess.runShell(command, in: folder)
  }

  func file(_ path: String) -> URL { folder.appendingPathComponent(path) }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: file(path).path) }

  func tensors(_ path: String) throws -> [String: Safetensors.Tensor] {
    try Safetensors.read(file(path)).tensors
  }
}
