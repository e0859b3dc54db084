import Augmentation
import Files
import Foundation
import Pipelines
import TestSupport
import Testing

struct PipelineFileTests {
  static let folder = SharedData.projectRoot.appendingPathComponent("pipelines")

  @Test(arguments: ["default", "fast", "brain-mri", "abdomen-ct", "slices-2d"])
  func shippedPipelinesCanBeLoaded(_ name: String) throws {
    let pipeline = try PipelineFile.load(name, folders: [Self.folder])
    #expect((pipeline == PipelineConfiguration()) == (name == "default"))
  }

  @Test func textAndBackIsTheSame() throws {
    var pipeline = PipelineConfiguration()
    pipeline.network.patch = [16, 32, 32]
    pipeline.preprocessing.targetSpacing = [2, 1, 1]
    pipeline.training.schedule = .cosineRestarts
    pipeline.augmentationPreset = .nnUNet
    pipeline.augmentation = .nnUNet
    #expect(try PipelineFile.parse(PipelineFile.text(pipeline), source: "x") == pipeline)
  }

  @Test func presetIsTheBaseOfTheAugmentation() throws {
    let pipeline = try PipelineFile.parse(
      "augmentation_preset: nnunet\naugmentation:\n  rotation_degrees: 7\n", source: "x")
    var expected = AugmentationConfiguration.nnUNet
    expected.rotationDegrees = 7
    #expect(pipeline.augmentation == expected)
  }

  @Test(arguments: [
    (
      "training:\n  learning_rat: 1\n",
      "unknown key training.learning_rat (line 2); did you mean learning_rate?"
    ),
    ("trainin: 3\n", "did you mean training?"),
    ("network:\n  pathc: [8, 8, 8]\n", "did you mean patch?"),
    ("training:\n  learning_rate: fast\n", "training.learning_rate"),
    ("training:\n  epochs: 0\n", "training.epochs must be a positive whole number"),
    ("network:\n  dimensions: 4\n", "network.dimensions must be 2 or 3"),
    ("training: 5\n", "training must be a section"),
    ("loss:\n  cross_entropy: 0\n  region: none\n", "cannot both be without weight"),
    ("augmentation:\n  noise_probability: 2\n", "augmentation: probabilities must be 0 to 1"),
    ("augmentation_preset: strong\n", "augmentation_preset must be one of"),
    ("version: 99\n", "is of format version 99, this seg reads up to 1; update seg to use it"),
    ("version: new\n", "version must be a whole number"),
    ("versio: 1\n", "unknown key versio (line 1); did you mean version?"),
    ("a: [1\n", "is not YAML"),
    ("- 1\n- 2\n", "must be a mapping"),
  ])
  func mistakesAreNamed(_ text: String, _ expected: String) throws {
    let error = #expect(throws: PipelineError.self) {
      try PipelineFile.parse(text, source: "my.yaml")
    }
    let description = error?.description ?? ""
    #expect(description.hasPrefix("my.yaml: ") && description.contains(expected), "\(description)")
    #expect(!description.contains("\n"))
  }

  @Test func theVersionMayStandInAFile() throws {
    let text = "network:\n  first_features: 24\n"
    let pipeline = try PipelineFile.parse(text, source: "x")
    #expect(try PipelineFile.parse("version: 1\n\(text)", source: "x") == pipeline)
    #expect(try !PipelineFile.text(pipeline).contains("version"))
  }

  @Test func everyKeyMayBeLeftOut() throws {
    let text = try PipelineFile.text(PipelineConfiguration())
    let lines = text.split(separator: "\n").map(String.init)
    var left = 0
    for (index, line) in lines.enumerated() where line.hasPrefix("  ") && !line.hasSuffix(":") {
      // Not the entries of lists.
      guard line.contains(": ") else { continue }
      var others = lines
      others.remove(at: index)
      let pipeline = try PipelineFile.parse(others.joined(separator: "\n"), source: "x")
      #expect(pipeline == PipelineConfiguration(), "\(line)")
      left += 1
    }
    #expect(left > 60)
  }

  /// Keys without a default value stand in no written file, and must be known all the same.
  @Test func everyKeyWithoutADefaultIsKnown() throws {
    let pipeline = PipelineConfiguration()
    var names: [String] = []
    for section in Mirror(reflecting: pipeline).children {
      for key in Mirror(reflecting: section.value).children
      where Mirror(reflecting: key.value).displayStyle == .optional {
        let name = (key.label ?? "").map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }
        names.append("\(section.label ?? ""):\n  \(name.joined()): null\n")
      }
    }
    #expect(names.count == 10)
    for text in names { #expect(try PipelineFile.parse(text, source: "x") == pipeline, "\(text)") }
  }

  @Test func unknownNamesListTheKnown() throws {
    let error = #expect(throws: PipelineError.self) {
      try PipelineFile.load("brian-mri", folders: [Self.folder])
    }
    #expect(error?.description.contains("brain-mri") == true && error?.kind.exitStatus == 64)
  }
}
