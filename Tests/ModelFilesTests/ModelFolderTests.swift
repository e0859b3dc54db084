import Files
import Foundation
import ModelFiles
import Networks
import Preprocessing
import TestSupport
import Testing
import Volumes

@Suite struct ModelFolderTests {
  private func withModel(_ body: (ModelFolder, Model) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let model = TestModel.model()
      let place = ModelFolder(folder.appendingPathComponent("run"))
      try place.write(model.description, weights: model.weights)
      try body(place, model)
    }
  }

  private func error(reading folder: ModelFolder) -> ModelFileError? {
    do {
      _ = try folder.read()
      return nil
    } catch { return error }
  }

  private func replace(_ old: String, _ new: String, in file: URL) throws {
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text.contains(old))
    try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
  }

  @Test func readsBackWhatWasWritten() throws {
    try withModel { folder, model in
      let read = try folder.read()
      #expect(read.weights == model.weights)
      #expect(read.description.network == model.description.network)
      #expect(read.description.patch == model.description.patch)
      #expect(read.description.labels == model.description.labels)
      #expect(read.description.channels == ["T1"])
      #expect(read.description.mirroringAxes == [0, 1, 2])
      #expect(read.description.preprocessing == model.description.preprocessing)

      var description = model.description
      description.training = .init(
        softwareVersion: "0.1.0", steps: 10, seconds: 2.5, validationDice: 0.75)
      description.volumeRanges = [
        .init(label: 5, smallestMillilitres: 0.5, largestMillilitres: 2)
      ]
      description.intensityRanges = [
        .init(
          isRelative: true, smallestMedian: 0, largestMedian: 1, smallestSpread: 1,
          largestSpread: 2)
      ]
      try folder.write(description, weights: model.weights)
      description.heldOutConfidences = [0.8, 0.9]
      try folder.write(description)
      let again = try folder.readDescription()
      #expect(again.intensityRanges == description.intensityRanges)
      #expect(again.training == description.training)
      #expect(again.volumeRanges == description.volumeRanges)
      #expect(again.heldOutConfidences == [0.8, 0.9])
      _ = try folder.read()
    }
  }

  @Test func aModelThatDoesNotKnowItsDataIsStillRead() throws {
    try withTemporaryFolder { url in
      let folder = ModelFolder(url)
      try folder.write(TestModel.description, weights: TestModel.model().weights)
      let text = try String(contentsOf: folder.descriptionFile, encoding: .utf8)
      #expect(!text.contains("intensityRanges"))
      let description = try folder.readDescription()
      #expect(description.heldOutConfidences == nil)
      #expect(description.intensityRanges == nil && description.volumeRanges.isEmpty)
    }
  }

  @Test func aModelWithoutASpacingToleranceResamplesAlways() throws {
    try withModel { folder, _ in
      try replace("\"spacingTolerance\" : 0,", "", in: folder.descriptionFile)
      #expect(try folder.readDescription().preprocessing.spacingTolerance == 0)
    }
  }

  @Test func saysWhatIsMissing() throws {
    try withTemporaryFolder { folder in
      let missing = error(reading: ModelFolder(folder.appendingPathComponent("no")))
      #expect(missing?.message == "there is no such model folder")
      let empty = error(reading: ModelFolder(folder))
      #expect(empty?.message.contains("model.json is missing") == true)
      let file = folder.appendingPathComponent("file")
      try Data("x".utf8).write(to: file)
      #expect(error(reading: ModelFolder(file))?.message.contains("not a model folder") == true)
      for error in [missing, empty] { #expect(error?.kind == .badData) }
    }
    try withModel { folder, _ in
      try FileManager.default.removeItem(at: folder.weightsFile)
      #expect(error(reading: folder)?.message.contains("model.safetensors") == true)
    }
  }

  @Test(arguments: [
    ("\"version\" : 1", "\"version\" : 2", "version 2"),
    ("\"version\" : 1", "\"version\" : 99", "version 99, this seg reads up to 1; update seg"),
    ("\"version\" : 1", "\"version\" : 0", "version 0"),
    ("seg-model", "other", "does not describe a model"),
    ("\"inputChannels\" : 1", "\"inputChannels\" : 2", "channel"),
    ("\"inputChannels\" : 1", "\"inputChannels\" : \"x\"", "model.network.inputChannels"),
    ("\"inputChannels\" : 1,", "", "model.network.inputChannels is missing"),
    ("\"classes\" : 4", "\"classes\" : 5", "classes"),
    ("\"value\" : 100", "\"value\" : 5", "label values must differ"),
    ("\"value\" : 0", "\"value\" : 7", "label values must differ"),
    ("\"value\" : 100", "\"value\" : 70000", "cannot be understood"),
    ("\"patch\" : [\n      8,", "\"patch\" : [\n      7,", "not a multiple"),
    ("\"patch\" : [\n      8,", "\"patch\" : [\n      0,", "larger than any"),
    ("\"patch\" : [\n      8,", "\"patch\" : [\n      8, 8,", "cannot be understood"),
    (
      "\"features\" : [\n        4,", "\"features\" : [\n        4000000000000000000,",
      "larger than any"
    ),
    ("\"targetSpacing\" : [\n        1,", "\"targetSpacing\" : [\n        0,", "target spacing"),
    (
      "\"targetSpacing\" : [\n        1,", "\"targetSpacing\" : [\n        1e-300,",
      "target spacing"
    ),
    ("\"spacingTolerance\" : 0", "\"spacingTolerance\" : 2", "spacing tolerance"),
    ("{", "[", "does not describe a model"),
  ])
  func refusesABrokenDescription(old: String, new: String, cause: String) throws {
    try withModel { folder, _ in
      try replace(old, new, in: folder.descriptionFile)
      let failure = try #require(error(reading: folder))
      #expect(failure.message.contains(cause), "\(failure)")
      #expect(failure.kind == .badData)
    }
  }

  @Test func namesWeightsThatDoNotFit() throws {
    try withModel { folder, model in
      var weights = model.weights
      weights["encoder.stem.convs.0.conv.weight"] = nil
      try folder.write(model.description, weights: weights)
      #expect(
        error(reading: folder)?.message == "weights are missing: encoder.stem.convs.0.conv.weight")

      try folder.write(model.description, weights: [:])
      #expect(error(reading: folder)?.message.hasSuffix("more") == true)

      weights["encoder.stem.convs.0.conv.weight"] = .init(
        shape: [2], values: [1, 2] as [Float])
      try folder.write(model.description, weights: weights)
      #expect(
        error(reading: folder)?.message
          == "weights have another shape: encoder.stem.convs.0.conv.weight is [2], not [4, 1, 3, 3, 3]"
      )

      weights = model.weights
      weights["encoder.stem.convs.0.conv.bias"] = .init(
        shape: [4], values: [1, .nan, 2, 3] as [Float])
      try folder.write(model.description, weights: weights)
      #expect(
        error(reading: folder)?.message
          == "weights are not finite numbers: encoder.stem.convs.0.conv.bias")

      weights = model.weights
      weights["unknown"] = .init(bytes: Data([1]))
      try folder.write(model.description, weights: weights)
      #expect(error(reading: folder) == nil)
    }
  }

  @Test func twoDimensionalKernelsMayHaveTwoAxes() throws {
    var description = TestModel.description
    description.network.dimensions = 2
    description.network.kernels = [[3, 3], [3, 3]]
    description.network.strides = [[1, 1], [2, 2]]
    description.patch = Extent(1, 16, 16)
    var model = TestModel.model(description)
    #expect(model.weightProblem == nil)
    for (name, tensor) in model.weights where tensor.shape.count == 5 {
      model.weights[name] = .init(
        shape: tensor.shape.enumerated().filter { $0.offset != 2 }.map(\.element),
        elementType: .float32, data: tensor.data)
    }
    #expect(model.weightProblem == nil)
  }

  @Test func theNewestRunIsTheOneWrittenLast() throws {
    try withTemporaryFolder { runs in
      #expect(ModelFolder.newest(in: runs) == nil)
      #expect(ModelFolder.newest(in: runs.appendingPathComponent("no")) == nil)
      let model = TestModel.model()
      for (name, time) in [("a", 100.0), ("b", 300), ("c", 200)] {
        let folder = ModelFolder(runs.appendingPathComponent(name))
        try folder.write(model.description, weights: model.weights)
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: time)],
          ofItemAtPath: folder.descriptionFile.path)
      }
      try AtomicFile.makeFolder(runs.appendingPathComponent("empty"))
      #expect(ModelFolder.newest(in: runs)?.url.lastPathComponent == "b")
    }
  }
}
