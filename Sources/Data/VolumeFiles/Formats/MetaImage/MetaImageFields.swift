import Foundation

/// The lines "Key = Value" of a MetaImage's header, whose keys are looked up without regard to case.
struct MetaImageFields {
  let url: URL
  private var values: [String: String] = [:]

  init(_ lines: [String], _ url: URL) {
    self.url = url
    for line in lines {
      guard let separator = line.firstIndex(of: "=") else { continue }
      values[line[..<separator].trimmed.lowercased()] =
        line[line.index(after: separator)...].trimmed
    }
  }

  /// The value of the first of several names of one thing.
  subscript(_ names: String...) -> String? { value(names) }

  private func value(_ names: [String]) -> String? {
    names.lazy.compactMap { values[$0.lowercased()] }.first
  }

  func isTrue(_ names: String...) -> Bool {
    ["true", "1", "t", "y", "yes"].contains(value(names)?.lowercased())
  }

  func numbers(_ names: String..., count: Int) throws(VolumeFileError) -> [Double]? {
    guard let text = value(names) else { return nil }
    guard let numbers = text.numbers, numbers.count == count else {
      throw .badData(url, "wrong \(names[0]) \"\(text)\": expected \(count) numbers")
    }
    return numbers
  }

  func wholeNumbers(_ name: String, count: Int) throws(VolumeFileError) -> [Int]? {
    guard let text = value([name]) else { return nil }
    guard let numbers = text.wholeNumbers, numbers.count == count else {
      throw .badData(url, "wrong \(name) \"\(text)\": expected \(count) whole numbers")
    }
    return numbers
  }
}
