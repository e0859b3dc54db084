import CZlib

/// Decompresses gzip or zlib, whichever it is.
final class Inflater {
  /// Where compressed bytes are put before ``take(_:)``.
  let input: UnsafeMutableRawBufferPointer
  // Allocated, because zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private(set) var isAtEndOfMember = false
  private(set) var isFinished = false

  init() {
    input = .allocate(byteCount: 128 << 10, alignment: 64)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Fails where there is no memory; inflating then fails too.
    _ = seg_inflate_init(stream, Compression.zlib.windowBits + 32)
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  var needsInput: Bool { stream.pointee.avail_in == 0 }

  /// Takes that many bytes of ``input``.
  func take(_ count: Int) {
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }

  /// Decompresses what fits or is there.
  /// - Returns: The number of bytes; `nil` where the compressed ones are damaged.
  func inflate(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let room = min(buffer.count, 1 << 30)
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status) else { return nil }
    isAtEndOfMember = status == Z_STREAM_END
    return room - Int(stream.pointee.avail_out)
  }

  /// Goes on where another gzip file follows, else there is no more.
  func continueWithNextMember() {
    isAtEndOfMember = false
    let isGzip = stream.pointee.avail_in > 0 && stream.pointee.next_in.pointee == 0x1F
    isFinished = !isGzip || inflateReset(stream) != Z_OK
  }
}
