import CZlib
import Foundation

/// A file that bytes are written to, compressed or as they are; closed at the end of its life.
struct ByteWriter: ~Copyable {
  private let url: URL
  private let descriptor: Int32

  /// Makes a file.
  /// - Parameters:
  ///   - file: The file to write, a temporary one for instance.
  ///   - url: The file to name in messages.
  init(_ file: URL, named url: URL) throws(VolumeFileError) {
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw .inputOutput(url, "cannot write", errno: errno) }
    self.init(url, descriptor: descriptor)
  }

  private init(_ url: URL, descriptor: Int32) {
    self.url = url
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Appends bytes, all of them one compressed stream.
  /// - Returns: How many bytes the file has grown by.
  func write(
    _ parts: [UnsafeRawBufferPointer], compression: Compression = .none
  ) throws(VolumeFileError) -> Int {
    guard compression != .none else {
      for part in parts { try writeAll(part) }
      return parts.reduce(0) { $0 + $1.count }
    }
    let deflater = Deflater(compression)
    var total = 0
    for part in parts {
      total += try deflater.deflate(part, isLast: false) { bytes throws(VolumeFileError) in
        try writeAll(bytes)
      }
    }
    return try total
      + deflater.deflate(.init(start: nil, count: 0), isLast: true) {
        bytes throws(VolumeFileError) in try writeAll(bytes)
      }
  }

  /// Appends text.
  func write(_ text: String) throws(VolumeFileError) {
    let bytes = Array(text.utf8)
    let written = bytes.withUnsafeBytes { bytes in
      Result { () throws(VolumeFileError) in try writeAll(bytes) }
    }
    try written.get()
  }

  /// Puts text in place of bytes that are written already.
  func replace(at offset: Int, with text: String) throws(VolumeFileError) {
    let bytes = Array(text.utf8)
    guard pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count else {
      throw .inputOutput(url, "cannot write", errno: errno)
    }
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(VolumeFileError) {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      let count = Foundation.write(descriptor, start + done, min(bytes.count - done, 1 << 30))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .inputOutput(url, "cannot write", errno: errno) }
      done += count
    }
  }
}
