import Files
import Foundation
import Testing

struct VersionedJSONTests {
  private struct Note: Codable, Hashable {
    var text: String
    var size = 3
    var tags: [String]? = ["a"]

    init(text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      self.init(text: try values.decode(.text, default: "none"))
      try values.decode(.size, into: &size)
      try values.decode(.tags, into: &tags)
    }
  }

  private func note(_ json: String) throws -> Note {
    try VersionedJSON.decode(
      Note.self, from: Data(json.utf8), versions: FormatVersion(current: 3, oldest: 1))
  }

  @Test func keysThatAreMissingOrNullHaveDefaults() throws {
    #expect(try note("{}") == Note(text: "none"))
    #expect(try note(#"{"text": null, "size": null, "tags": null}"#) == Note(text: "none"))
    let all = try note(#"{"text": "b", "size": 4, "tags": [], "unknown": 1, "version": 3}"#)
    #expect(all.text == "b" && all.size == 4 && all.tags == [])
  }

  @Test(arguments: [
    (#"{"version": 99}"#, "is of format version 99, this seg reads up to 3; update seg to use it"),
    (#"{"version": 0}"#, "is of format version 0, which this seg no longer reads"),
    (#"{"version": "x"}"#, "version cannot be understood"),
    (#"{"size": "x"}"#, "is broken: size cannot be understood"),
    ("{", "is broken: it is not JSON"),
  ])
  func whatCannotBeReadIsNamed(_ json: String, _ expected: String) {
    let problem = #expect(throws: VersionedJSON.Problem.self) { try note(json) }
    #expect(problem?.message.contains(expected) == true, "\(problem?.message ?? "")")
  }

  private struct Section: Codable, Hashable {
    var first = 1.5
    var flag = true
  }

  private struct Settings: DefaultedCodable, Hashable {
    var count = 2
    var name = "x"
    var section = Section()
    var weights: [String: Double] = [:]
    var sizes = [1, 2]
    var limit: Int?
    static let valueWithoutKeys = Settings()
  }

  private func settings(_ json: String) throws -> Settings {
    try JSONDecoder().decode(Defaulted<Settings>.self, from: Data(json.utf8)).value
  }

  @Test func sectionsHaveDefaultsKeyByKey() throws {
    #expect(try settings("{}") == Settings())
    var expected = Settings()
    expected.section.flag = false
    expected.weights = ["a": 0.1]
    expected.sizes = []
    expected.limit = 1 << 40
    #expect(
      try settings(
        #"{"section": {"flag": false}, "weights": {"a": 0.1}, "sizes": [], "limit": 1099511627776, "name": null}"#
      ) == expected)
    #expect(throws: DecodingError.self) { try settings(#"{"count": "many"}"#) }
  }
}
