import Foundation

/// A header of lines of text at the beginning of a file.
struct HeaderText {
  /// The lines up to the last of the header, without their ends.
  var lines: [String]
  /// Where the bytes behind the header begin.
  var end: Int
  /// True where the last line of the header was found; false where the file ends before it.
  var isComplete: Bool

  /// Headers are read as far as this.
  private static let sizes = [1 << 16, 1 << 20, 1 << 24]

  /// Reads a header.
  /// - Parameter isLast: Whether a line is the header's last; its text may be empty.
  /// - Throws: ``VolumeFileError`` where the file cannot be read, or no end is found in its first 16 MiB.
  init(of url: URL, isLast: (String) -> Bool) throws(VolumeFileError) {
    for size in Self.sizes {
      let (bytes, count) = try ByteReader(url, compression: .none).readStart(size)
      self.init(bytes[..<count], isLast: isLast)
      if isComplete || count < size { return }
    }
    throw .badData(url, "its header is damaged: it has no end")
  }

  private init(_ bytes: ArraySlice<UInt8>, isLast: (String) -> Bool) {
    lines = []
    end = bytes.count
    isComplete = false
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      var line = bytes[start..<newline]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      let text = String(decoding: line, as: UTF8.self)
      lines.append(text)
      start = min(newline + 1, bytes.endIndex)
      if isLast(text) {
        (end, isComplete) = (start, true)
        return
      }
    }
  }
}

extension StringProtocol {
  /// The numbers of a text, between blanks; `nil` where something else is among them.
  var numbers: [Double]? {
    var numbers: [Double] = []
    for word in split(whereSeparator: \.isWhitespace) {
      guard let number = Double(word) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// The whole numbers of a text, between blanks; `nil` where something else is among them.
  var wholeNumbers: [Int]? {
    var numbers: [Int] = []
    for word in split(whereSeparator: \.isWhitespace) {
      guard let number = Int(word) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// Without blanks at both ends.
  var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
