import CNIfTI
import Foundation

/// A file that is read or written through libznz: gzip or plain, one owner, closed at the end of its life.
struct NIfTIStream: ~Copyable {
  private var file: znzFile?

  /// Opens a file; gzip is recognised by its content when reading.
  init?(reading url: URL) {
    guard let file = znzopen(url.path, "rb", 1) else { return nil }
    self.file = file
  }

  init?(writing url: URL, compressed: Bool) {
    guard let file = znzopen(url.path, compressed ? "wb4" : "wb", compressed ? 1 : 0) else {
      return nil
    }
    self.file = file
  }

  deinit {
    var file = file
    if file != nil { _ = Xznzclose(&file) }
  }

  /// Reads up to as many bytes as the buffer holds.
  /// - Returns: The number of bytes read, fewer at the end of the file; `nil` where compressed data are damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard buffer.count > 0 else { return 0 }
    let count = Int(
      bitPattern: UInt(bitPattern: znzread(buffer.baseAddress, 1, buffer.count, file)))
    return count < 0 || count > buffer.count ? nil : count
  }

  /// Writes all bytes.
  /// - Returns: False where they could not be written.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 0 else { return true }
    return Int(bitPattern: UInt(bitPattern: znzwrite(bytes.baseAddress, 1, bytes.count, file)))
      == bytes.count
  }

  /// Closes the file.
  /// - Returns: False where the last bytes could not be written, or a compressed file that was read is cut off.
  consuming func close() -> Bool {
    var file = file.take()
    return Xznzclose(&file) == 0
  }
}
