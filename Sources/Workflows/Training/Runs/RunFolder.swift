import Files
public import Foundation
package import ModelFiles

/// The folder of one training: pipeline, model, checkpoints, log, validation.
///
/// Holding it keeps other trainings out.
public final class RunFolder {
  public let url: URL
  package let files: RunLayout
  private let lock: Int32

  /// Makes the folder where there is none and locks it.
  ///
  /// The lock ends with the process, however that ends.
  /// - Throws: ``TrainingError`` where another training uses it; ``FileError`` where it cannot be written.
  public init(_ url: URL) throws {
    self.url = url
    files = RunLayout(url)
    try AtomicFile.makeFolder(url)
    lock = open(files.lock.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else { throw FileError("cannot be written", url: url, errno: errno) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw TrainingError.inputOutput(
        "another training is at work in this folder; choose another --output", file: url)
    }
    removeLeftovers()
  }

  deinit { close(lock) }

  /// True where a training has left something to go on from.
  public var hasCheckpoint: Bool {
    [files.checkpoint, files.previousCheckpoint].contains {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }

  /// True where a training has begun here.
  var hasBegun: Bool {
    [files.record, files.pipeline].allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// Writes a checkpoint; the last one is kept beside it.
  /// - Throws: ``FileError`` where it cannot be written; the last ones are whole then.
  func write(_ state: [String: Safetensors.Tensor], metadata: [String: String]) throws {
    let next = files.nextCheckpoint
    do {
      try Safetensors.write(state, metadata: metadata, to: next)
    } catch {
      unlink(next.path)
      throw error
    }
    if FileManager.default.fileExists(atPath: files.checkpoint.path) {
      _ = rename(files.checkpoint.path, files.previousCheckpoint.path)
    }
    guard rename(next.path, files.checkpoint.path) == 0 else {
      throw FileError("cannot be written", url: files.checkpoint, errno: errno)
    }
  }

  /// Removes half-written files of a training that was killed.
  private func removeLeftovers() {
    for folder in [url, files.cache, files.validation] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names
      where name == files.nextCheckpoint.lastPathComponent
        || name.wholeMatch(of: /\.[0-9A-F]{8}-.+/) != nil
      {
        unlink(folder.appendingPathComponent(name).path)
      }
    }
  }
}
