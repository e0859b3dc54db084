import Files
public import Foundation

/// Reads and writes named arrays as safetensors files.
///
/// The file is eight bytes of header length, a JSON header with the type, shape and place of every tensor, then the elements.
/// Source: https://github.com/huggingface/safetensors#format
public enum Safetensors {
  /// What a file holds.
  public struct File: Sendable {
    public var metadata: [String: String]
    public var tensors: [String: Tensor]

    public init(metadata: [String: String] = [:], tensors: [String: Tensor]) {
      self.metadata = metadata
      self.tensors = tensors
    }
  }

  /// The longest header that is read, as the format's own library has it.
  private static let largestHeader = 100_000_000

  /// Maps a file into memory; elements are read when they are used.
  ///
  /// The file is not trusted: every size and offset is checked, and the tensors must fill the file without gap or overlap.
  /// - Throws: ``ModelFileError``: input/output where it cannot be read, bad data where it breaks the format.
  public static func read(_ url: URL) throws(ModelFileError) -> File {
    func fail(_ message: String, kind: FailureKind = .badData) -> ModelFileError {
      ModelFileError(message, path: url.path, kind: kind)
    }
    var information = stat()
    guard stat(url.path, &information) == 0 else {
      throw fail("cannot read: \(String(cString: strerror(errno)))", kind: .inputOutput)
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw fail("is not a file", kind: .inputOutput)
    }
    let data: Data
    do {
      data = try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw fail("cannot read this file", kind: .inputOutput)
    }
    guard data.count >= 8 else {
      throw fail("is not a safetensors file: only \(data.count) bytes long")
    }
    let headerLength = data.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard headerLength >= 2, headerLength <= UInt64(largestHeader) else {
      throw fail("is not a safetensors file: it claims a header of \(headerLength) bytes")
    }
    guard headerLength <= UInt64(data.count - 8) else {
      throw fail(
        "is truncated: its header should be \(headerLength) bytes, but \(data.count - 8) follow")
    }
    let base = data.startIndex + 8 + Int(headerLength)
    let header = try SafetensorsHeader(json: data[(data.startIndex + 8)..<base], path: url.path)
    let places = try header.places(dataLength: data.endIndex - base, path: url.path)
    var tensors: [String: Tensor] = [:]
    tensors.reserveCapacity(places.count)
    for (name, place) in places {
      tensors[name] = Tensor(
        shape: place.shape, elementType: place.elementType,
        data: data[(base + place.range.lowerBound)..<(base + place.range.upperBound)])
    }
    return File(metadata: header.metadata, tensors: tensors)
  }

  /// Writes tensors; the same content gives the same bytes.
  ///
  /// Tensors lie by element size, widest first, then by name, so that each is aligned to its elements.
  /// - Throws: ``FileError`` where the file cannot be written; nothing is left behind then.
  public static func write(
    _ tensors: [String: Tensor], metadata: [String: String] = [:], to url: URL
  ) throws {
    let order = tensors.sorted {
      ($1.value.elementType.size, $0.key) < ($0.value.elementType.size, $1.key)
    }
    let header = try SafetensorsHeader.json(order: order, metadata: metadata)
    var length = UInt64(header.count).littleEndian
    try AtomicFile.write(
      [Data(bytes: &length, count: 8), header] + order.map(\.value.data), to: url)
  }

  /// Writes a file's content.
  /// - Throws: ``FileError`` where it cannot be written.
  public static func write(_ file: File, to url: URL) throws {
    try write(file.tensors, metadata: file.metadata, to: url)
  }
}
