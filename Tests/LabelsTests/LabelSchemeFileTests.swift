import Foundation
import Labels
import Testing

/// The scheme as `model.json` stores it.
struct LabelSchemeFileTests {
  private let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }()

  @Test func plainLabelsAreStoredWithNothingElse() throws {
    let scheme = LabelScheme(
      entries: [.init(name: "background", value: 0), .init(name: "a", value: 5)])
    let data = try encoder.encode(scheme)
    let text = #"{"entries":[{"name":"background","value":0},{"name":"a","value":5}]}"#
    #expect(String(decoding: data, as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(LabelScheme.self, from: data) == scheme)
    #expect(scheme.problem == nil)
  }

  @Test func regionsAndIgnoredVoxelsAreStored() throws {
    var scheme = LabelScheme(names: ["background", "a", "b"])
    scheme.regions = [.init(name: "both", values: [1, 2], writtenValue: 1)]
    scheme.ignoreValue = 9
    let decoded = try JSONDecoder().decode(LabelScheme.self, from: encoder.encode(scheme))
    #expect(decoded == scheme && decoded.regions.count == 1 && decoded.ignoreValue == 9)
    #expect(scheme.problem == nil)
  }

  @Test(arguments: [
    (#"{"entries":[]}"#, "first be 0"),
    (#"{"entries":[{"name":"a","value":1}]}"#, "first be 0"),
    (#"{"entries":[{"name":"a","value":0},{"name":"b","value":0}]}"#, "must differ"),
    (#"{"entries":[{"name":"a","value":0}],"ignoreValue":0}"#, "cannot be both"),
    (
      #"{"entries":[{"name":"a","value":0}],"regions":[{"name":"r","values":[],"writtenValue":0}]}"#,
      "region r must consist of labels"
    ),
    (
      #"{"entries":[{"name":"a","value":0}],"regions":[{"name":"r","values":[4],"writtenValue":0}]}"#,
      "value 4"
    ),
  ])
  func whatDoesNotFitIsSaid(text: String, problem: String) throws {
    let scheme = try JSONDecoder().decode(LabelScheme.self, from: Data(text.utf8))
    #expect(scheme.problem?.contains(problem) == true)
  }
}
