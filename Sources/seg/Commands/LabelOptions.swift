import ArgumentParser
import Evaluation

/// Reads the options of `seg evaluate` that name labels.
enum LabelOptions {
  /// Groups such as "whole tumour=1,2,3".
  static func groups(_ options: [String]) throws -> [LabelGroup] {
    var groups: [LabelGroup] = []
    for option in options {
      guard let (name, list) = halves(option) else {
        throw ValidationError(
          "--group \"\(option)\": write NAME=VALUE,VALUE,..., as in \"tumour=1,2\"")
      }
      let values = self.list(list).map { Int($0) }
      guard !values.isEmpty, values.allSatisfy({ (1...65535).contains($0 ?? 0) }) else {
        throw ValidationError(
          "--group \"\(option)\": the values must be whole numbers from 1 to 65535")
      }
      guard Int(name) == nil, !groups.contains(where: { $0.name == name }) else {
        throw ValidationError(
          "--group \"\(option)\": give the group a name of its own, not a number")
      }
      groups.append(LabelGroup(name: name, labels: values.compactMap { $0 }))
    }
    return groups
  }

  /// Names by value: "liver,spleen" names 1 and 2, "5=liver" names 5; a leading "background" is 0.
  static func names(_ option: String?) throws -> [Int: String] {
    var names: [Int: String] = [:]
    for (index, item) in list(option).enumerated() {
      let startsAtBackground = list(option).first?.lowercased() == "background"
      if let (key, name) = halves(item) {
        guard let value = Int(key), (0...65535).contains(value) else {
          throw ValidationError(
            "--labels \"\(item)\": write VALUE=NAME with a value from 0 to 65535")
        }
        names[value] = name
      } else {
        names[startsAtBackground ? index : index + 1] = item
      }
    }
    names[0] = nil
    return names
  }

  /// The parts between commas, without spaces around them or empty ones.
  static func list(_ option: String?) -> [String] {
    (option ?? "").split(separator: ",").map { trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  private static func halves(_ text: String) -> (String, String)? {
    guard let split = text.firstIndex(of: "=") else { return nil }
    let name = trimmed(String(text[..<split]))
    let rest = trimmed(String(text[text.index(after: split)...]))
    return name.isEmpty || rest.isEmpty ? nil : (name, rest)
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
