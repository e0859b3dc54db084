public import Foundation

/// Writes files so that a reader sees the whole new file or none of it.
public enum AtomicFile {
  /// Lets `body` write a temporary file beside the destination, then renames it into place.
  ///
  /// The temporary name keeps the destination's extension, because some libraries choose the format by it.
  /// - Parameter body: Receives the URL to write to; it must have closed the file when it returns.
  /// - Throws: what `body` throws, the temporary file being removed; ``FileError`` where the rename fails.
  public static func write(to destination: URL, _ body: (URL) throws -> Void) throws {
    let folder = destination.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(
      ".\(UUID().uuidString.prefix(8))-\(destination.lastPathComponent)")
    TemporaryItems.add(temporary)
    defer { TemporaryItems.forget(temporary) }
    do {
      try body(temporary)
      try synchronize(temporary)
      guard rename(temporary.path, destination.path) == 0 else {
        throw FileError(
          "cannot rename the finished file into place", url: destination, errno: errno)
      }
    } catch {
      unlink(temporary.path)
      throw error
    }
  }

  /// Writes bytes.
  /// - Throws: ``FileError`` where the folder cannot be written or the disk is full.
  public static func write(_ data: Data, to destination: URL) throws {
    try write([data], to: destination)
  }

  /// Writes bytes that lie in several places, one after another.
  /// - Throws: ``FileError`` where the folder cannot be written or the disk is full.
  public static func write(_ parts: [Data], to destination: URL) throws {
    try write(to: destination) { temporary in
      let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
      guard descriptor >= 0 else {
        throw FileError("cannot write", url: destination, errno: errno)
      }
      defer { close(descriptor) }
      for part in parts {
        try part.withUnsafeBytes { bytes in
          var written = 0
          while written < bytes.count {
            let count = Foundation.write(
              descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileError("cannot write", url: destination, errno: errno) }
            written += count
          }
        }
      }
    }
  }

  /// Writes text as UTF-8.
  public static func write(_ text: String, to destination: URL) throws {
    try write(Data(text.utf8), to: destination)
  }

  /// Writes a value as JSON that people can read, always in the same order.
  /// - Throws: ``FileError`` where it cannot be written, and what encoding throws.
  public static func writeJSON(_ value: some Encodable, to destination: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try write(encoder.encode(value), to: destination)
  }

  /// Makes a folder with those above it.
  /// - Throws: ``FileError`` where it cannot be made or a file is in its place.
  public static func makeFolder(_ url: URL) throws {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      let reason = (error as NSError).localizedDescription
      throw FileError("cannot make this folder: \(reason)", path: url.path)
    }
  }

  private static func synchronize(_ url: URL) throws {
    let descriptor = open(url.path, O_RDONLY)
    guard descriptor >= 0 else { throw FileError("was not written", url: url, errno: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError("cannot write", url: url, errno: errno) }
  }
}
