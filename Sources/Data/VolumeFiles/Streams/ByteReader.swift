import Foundation

/// The bytes of a file from a position on, decompressed on the way; closed at the end of its life.
struct ByteReader: ~Copyable {
  private let url: URL
  private let descriptor: Int32
  private let inflater: Inflater?

  /// Opens a file.
  /// - Parameters:
  ///   - offset: Where the bytes begin, in bytes of the file.
  ///   - compression: Whether to decompress; gzip and zlib are told apart by their content.
  /// - Throws: ``VolumeFileError`` where the file cannot be read.
  init(_ url: URL, from offset: Int = 0, compression: Compression) throws(VolumeFileError) {
    self.init(
      url, descriptor: try Self.open(url, at: offset),
      inflater: compression == .none ? nil : Inflater())
  }

  private init(_ url: URL, descriptor: Int32, inflater: Inflater?) {
    self.url = url
    self.descriptor = descriptor
    self.inflater = inflater
  }

  private static func open(_ url: URL, at offset: Int) throws(VolumeFileError) -> Int32 {
    let descriptor = Foundation.open(url.path, O_RDONLY)
    guard descriptor >= 0 else { throw .inputOutput(url, "cannot read", errno: errno) }
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
      let code = errno
      close(descriptor)
      throw .inputOutput(url, "cannot read", errno: code)
    }
    return descriptor
  }

  deinit { close(descriptor) }

  /// Fills a buffer as far as there are bytes.
  /// - Returns: The number of bytes read, fewer than the buffer holds at the end of the file only.
  /// - Throws: ``VolumeFileError`` where the file cannot be read or its compression is damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(VolumeFileError) -> Int {
    guard let inflater else { return try readStored(into: buffer) }
    var done = 0
    while done < buffer.count, !inflater.isFinished {
      if inflater.needsInput {
        let count = try readStored(into: inflater.input)
        if count == 0 { break }
        inflater.take(count)
      }
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      guard let count = inflater.inflate(into: rest) else { throw damaged }
      done += count
      if inflater.isAtEndOfMember { try continueWithNextMember(inflater) }
    }
    return done
  }

  /// The first bytes, filled up with zeros.
  /// - Returns: That many bytes, and how many of them are the file's.
  func readStart(_ size: Int) throws(VolumeFileError) -> (bytes: [UInt8], count: Int) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    let count = try read(into: buffer)
    return (Array(buffer[..<count]) + [UInt8](repeating: 0, count: size - count), count)
  }

  /// Checks that compressed bytes end here, with the right checksum.
  /// - Throws: ``VolumeFileError`` where they are damaged or cut off.
  func checkEnd() throws(VolumeFileError) {
    guard let inflater, !inflater.isFinished else { return }
    // A last byte makes zlib look at the checksum behind the data.
    let next = try readStart(1).count
    guard next == 1 || inflater.isFinished else { throw damaged }
  }

  /// A gzip file may be several, one after another; what else follows does not count.
  private func continueWithNextMember(_ inflater: Inflater) throws(VolumeFileError) {
    if inflater.needsInput { inflater.take(try readStored(into: inflater.input)) }
    inflater.continueWithNextMember()
  }

  private func readStored(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeFileError) -> Int {
    var done = 0
    while done < buffer.count, let start = buffer.baseAddress {
      let count = Foundation.read(descriptor, start + done, min(buffer.count - done, 1 << 30))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .inputOutput(url, "cannot read", errno: errno) }
      if count == 0 { break }
      done += count
    }
    return done
  }

  private var damaged: VolumeFileError {
    .badData(url, "its compression is damaged or cut off; copy or export it again")
  }
}
