import CZlib

/// Compresses bytes to one gzip or zlib stream.
final class Deflater {
  /// Files a little larger than at the default level, in half the time.
  private static let level: Int32 = 4

  // Allocated, because zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer

  init(_ compression: Compression) {
    output = .allocate(byteCount: 128 << 10, alignment: 64)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = seg_deflate_init(stream, Self.level, compression.windowBits)
    precondition(status == Z_OK, "no memory for compressing")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Compresses bytes.
  /// - Parameters:
  ///   - isLast: Whether the stream ends after them.
  ///   - write: Receives what is compressed, in pieces.
  /// - Returns: How many bytes `write` received.
  func deflate<Failure>(
    _ bytes: UnsafeRawBufferPointer, isLast: Bool,
    write: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    var position = 0
    var total = 0
    repeat {
      let count = min(bytes.count - position, 1 << 30)
      // zlib reads through this pointer alone, although its type says otherwise.
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: bytes.baseAddress.map { ($0 + position).assumingMemoryBound(to: UInt8.self) })
      stream.pointee.avail_in = UInt32(count)
      position += count
      let ends = isLast && position == bytes.count
      repeat {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        _ = CZlib.deflate(stream, ends ? Z_FINISH : Z_NO_FLUSH)
        let made = output.count - Int(stream.pointee.avail_out)
        try write(UnsafeRawBufferPointer(rebasing: output[..<made]))
        total += made
      } while stream.pointee.avail_out == 0
    } while position < bytes.count
    return total
  }
}
