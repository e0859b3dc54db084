public import Foundation

extension EvaluationSummary {
  /// The bytes of `summary.json`: a line for each case and each label, so that files of many cases
  /// stay readable and small.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var result = Data("{\n".utf8)
    func append(_ title: String, _ items: [Data], _ brackets: (String, String)) {
      result += Data("\"\(title)\":\(brackets.0)\n".utf8)
      result += Data(items.joined(separator: Data(",\n".utf8)))
      result += Data("\n\(brackets.1),\n".utf8)
    }
    append("cases", try cases.map { try encoder.encode($0) }, ("[", "]"))
    append(
      "labels",
      try labels.map { try encoder.encode($0.label) + Data(":".utf8) + encoder.encode($0) },
      ("{", "}"))
    append("problems", try problems.map { try encoder.encode($0) }, ("[", "]"))
    append("confusions", try confusions.map { try encoder.encode($0) }, ("[", "]"))
    // The head is an object of its own; its opening brace is there already.
    return result + (try encoder.encode(Head(summary: self))).dropFirst()
  }

  private struct Head: Encodable {
    var summary: EvaluationSummary

    func encode(to encoder: any Encoder) throws { try summary.encodeHead(to: encoder) }
  }
}
