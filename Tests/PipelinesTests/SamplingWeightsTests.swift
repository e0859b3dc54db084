import Foundation
import Pipelines
import TestSupport
import Testing

struct SamplingWeightsTests {
  @Test func weightsKeepTheNamesOfCasesAndLabels() throws {
    let text = """
      training:
        case_weights: {left_knee_007: 2, "012": 0.5}
        foreground_weights: {white_matter_lesion: 4}
      """
    let pipeline = try PipelineFile.parse(text, source: "test")
    #expect(pipeline.training.caseWeights == ["left_knee_007": 2, "012": 0.5])
    #expect(pipeline.training.foregroundWeights == ["white_matter_lesion": 4])
    let again = try PipelineFile.parse(PipelineFile.text(pipeline), source: "again")
    #expect(again == pipeline)
  }

  @Test func caseWeightsMayLieInAFileBesideThePipeline() throws {
    try withTemporaryFolder { folder in
      try Data(#"{"case_1": 3, "case_2": 0}"#.utf8).write(
        to: folder.appendingPathComponent("weights.json"))
      let file = folder.appendingPathComponent("mine.yaml")
      try Data("training:\n  case_weights: weights.json\n".utf8).write(to: file)
      #expect(try PipelineFile.read(file).training.caseWeights == ["case_1": 3, "case_2": 0])
      try Data("training:\n  case_weights: missing.json\n".utf8).write(to: file)
      let error = #expect(throws: PipelineError.self) { try PipelineFile.read(file) }
      #expect(error?.description.contains("missing.json") == true)
    }
  }

  @Test(arguments: [
    "case_weights: {a: -1}", "foreground_weights: {a: .nan}", "case_weights: [1, 2]",
  ])
  func wrongWeightsAreRefused(_ line: String) {
    #expect(throws: PipelineError.self) {
      try PipelineFile.parse("training:\n  \(line)\n", source: "test")
    }
  }

  @Test func classWeightsOfTheLossAreByName() throws {
    let pipeline = try PipelineFile.parse(
      "loss: {class_weights: {whiteMatter_lesion: 4, background: 0.5}}", source: "test")
    #expect(pipeline.loss.classWeights == ["whiteMatter_lesion": 4, "background": 0.5])
    #expect(throws: PipelineError.self) {
      try PipelineFile.parse("loss: {class_weights: {lesion: -1}}", source: "test")
    }
  }
}
