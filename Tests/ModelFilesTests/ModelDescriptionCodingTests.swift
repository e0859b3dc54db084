import Files
import Foundation
import ModelFiles
import TestSupport
import Testing

/// Old `model.json` files in a newer program, and the other way round.
struct ModelDescriptionCodingTests {
  private static let file = SharedData.fixture("Training/run-v1/run/model.json")

  private func read(_ document: JSONDocument) throws -> JSONDocument {
    try withTemporaryFolder { url in
      let folder = ModelFolder(url)
      try document.write(to: folder.descriptionFile)
      try folder.write(folder.readDescription())
      return try JSONDocument(contentsOf: folder.descriptionFile)
    }
  }

  @Test func anOlderFileIsWrittenAsItWas() throws {
    let document = try JSONDocument(contentsOf: Self.file)
    #expect(try read(document) == document)
  }

  @Test(arguments: [
    ("model.mirroringAxes", "[]"), ("model.restored", "\"probabilities\""),
    ("model.volumeRanges", "[]"), ("model.network.kind", "\"residual-unet\""),
    ("model.network.dimensions", "3"), ("model.preprocessing.cropsToNonZero", "true"),
    ("model.preprocessing.imageInterpolation", "\"cubic\""),
    ("model.preprocessing.spacingTolerance", "0"), ("version", "1"),
  ])
  func keysThatAreMissingHaveDefaults(key: String, value: String) throws {
    let document = try JSONDocument(contentsOf: Self.file)
    #expect(document.value(at: key) != nil, "the fixture has every key")
    let wanted = try #require(
      try JSONDocument(Data("{\"value\": \(value)}".utf8)).value(at: "value"))
    #expect(try read(document.removing(key)) == document.setting(key, to: wanted))
  }

  @Test(arguments: ["predictsMirrored", "training", "intensityRanges", "heldOutConfidences"])
  func whatIsNotKnownMayBeMissing(key: String) throws {
    let document = try JSONDocument(contentsOf: Self.file).removing("model.\(key)")
    #expect(try read(document) == document)
  }

  @Test func keysOfNewerProgramsAreIgnored() throws {
    let document = try JSONDocument(contentsOf: Self.file)
    let newer = document.setting("model.network.attention", to: true)
      .setting("model.preprocessing.denoises", to: 1).setting("model.author", to: "x")
    #expect(try read(newer) == document)
  }

  @Test func aNewerVersionIsRefused() throws {
    let document = try JSONDocument(contentsOf: Self.file).setting("version", to: 99)
    let error = #expect(throws: ModelFileError.self) { try read(document) }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("model.json: is of format version 99") == true)
    #expect(error?.description.contains("update seg") == true)
  }
}
