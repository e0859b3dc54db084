import Files
public import Foundation
import Networks

/// The folder of one training: pipeline, model, checkpoints, log, validation.
///
/// Holding it keeps other trainings out.
public final class RunFolder {
  public let url: URL
  private let lock: Int32

  /// Makes the folder where there is none and locks it.
  /// - Throws: ``TrainingError`` where another training uses it; ``FileError`` where it cannot be written.
  public init(_ url: URL) throws {
    self.url = url
    try AtomicFile.makeFolder(url)
    let path = url.appendingPathComponent(".lock").path
    lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else { throw FileError("cannot be written", url: url, errno: errno) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw TrainingError.inputOutput(
        "\(url.path): another training is at work in this folder; choose another --output")
    }
  }

  deinit { close(lock) }

  var checkpoint: URL { url.appendingPathComponent("checkpoint.safetensors") }
  var previousCheckpoint: URL { url.appendingPathComponent("checkpoint-previous.safetensors") }
  var log: URL { url.appendingPathComponent("log.csv") }
  var chart: URL { url.appendingPathComponent("progress.svg") }
  var pipeline: URL { url.appendingPathComponent("pipeline.yaml") }
  var record: URL { url.appendingPathComponent("run.json") }
  /// Prepared cases that do not fit into memory.
  var cache: URL { url.appendingPathComponent("cache") }
  var validation: URL { url.appendingPathComponent("validation") }

  /// True where a training has left something to go on from.
  public var hasCheckpoint: Bool { FileManager.default.fileExists(atPath: checkpoint.path) }

  /// Writes a checkpoint; the last one is kept beside it.
  func write(_ state: [String: Safetensors.Tensor], metadata: [String: String]) throws {
    let next = url.appendingPathComponent("checkpoint-next.safetensors")
    try Safetensors.write(state, metadata: metadata, to: next)
    if hasCheckpoint { _ = rename(checkpoint.path, previousCheckpoint.path) }
    guard rename(next.path, checkpoint.path) == 0 else {
      throw FileError("cannot be written", url: checkpoint, errno: errno)
    }
  }
}
