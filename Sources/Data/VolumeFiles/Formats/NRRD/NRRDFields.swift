import Foundation

/// The lines of an NRRD file's header: fields "name: value" and free pairs "key:=value".
struct NRRDFields {
  let url: URL
  private var values: [String: String] = [:]
  /// The free pairs.
  private(set) var pairs: [String: String] = [:]
  /// The lines after "data file: LIST".
  private(set) var listedFiles: [String] = []

  init(_ lines: [String], _ url: URL) {
    self.url = url
    for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let rest = line[line.index(after: colon)...]
      if rest.hasPrefix("=") {
        pairs[String(line[..<colon])] = Self.unescaped(rest.dropFirst())
        continue
      }
      // "dataFile", "data file" and the like are one name.
      let name = line[..<colon].lowercased().filter { $0 != " " }
      values[name] = rest.trimmed
      if name == "datafile", rest.trimmed.hasPrefix("LIST") {
        listedFiles = lines[(index + 1)...].map(\.trimmed).filter { !$0.isEmpty }
        return
      }
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    text.replacingOccurrences(of: "\\n", with: "\n").replacingOccurrences(of: "\\\\", with: "\\")
  }

  /// A field by its name without blanks.
  subscript(_ name: String) -> String? { values[name] }

  /// A field that must be there.
  func required(_ name: String) throws(VolumeFileError) -> String {
    guard let value = values[name] else {
      throw .badData(url, "its header lacks the field \"\(name)\"; export the file again")
    }
    return value
  }

  /// The whole numbers of a field.
  func wholeNumbers(_ name: String, count: Int) throws(VolumeFileError) -> [Int]? {
    guard let text = values[name] else { return nil }
    guard let numbers = text.wholeNumbers, numbers.count == count else {
      throw .badData(url, "wrong \(name) \"\(text)\": expected \(count) whole numbers")
    }
    return numbers
  }

  /// A number for each axis, "nan" for those that have none.
  func numbers(_ name: String, count: Int) throws(VolumeFileError) -> [Double]? {
    guard let text = values[name] else { return nil }
    guard let numbers = text.numbers, numbers.count == count else {
      throw .badData(url, "wrong \(name) \"\(text)\": expected \(count) numbers")
    }
    return numbers
  }

  /// A word for each axis.
  func words(_ name: String, count: Int) throws(VolumeFileError) -> [String]? {
    guard let text = values[name] else { return nil }
    let words = text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    guard words.count == count else {
      throw .badData(url, "wrong \(name) \"\(text)\": expected \(count) words")
    }
    return words
  }

  /// Vectors "(a,b,c)", `nil` in place of "none".
  func vectors(_ name: String, count: Int) throws(VolumeFileError) -> [[Double]?]? {
    guard let text = values[name] else { return nil }
    var vectors: [[Double]?] = []
    var rest = Substring(text.trimmed)
    while !rest.isEmpty {
      if rest.lowercased().hasPrefix("none") {
        vectors.append(nil)
        rest = rest.dropFirst(4)
      } else {
        guard rest.first == "(", let end = rest.firstIndex(of: ")"),
          let vector = String(rest[..<end].dropFirst().map { $0 == "," ? " " : $0 }).numbers
        else { break }
        vectors.append(vector)
        rest = rest[end...].dropFirst()
      }
      rest = rest.drop { $0.isWhitespace }
    }
    guard rest.isEmpty, vectors.count == count else {
      throw .badData(url, "wrong \(name) \"\(text)\": expected \(count) vectors")
    }
    return vectors
  }
}
