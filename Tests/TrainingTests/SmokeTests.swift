import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct SmokeTests {
  @Test func soundDataPass() throws {
    try TrainCommandRun.withData { run in
      let result = try run.shell(run.command("run", "--smoke"))
      #expect(result.status == 0, "\(result.stderr)\(result.stdout)")
      #expect(result.stdout.contains("6 of 6 cases went through every stage"))
      #expect(!run.exists("run"))
    }
  }

  /// Whole steps with the shipped pipelines; abdomen-ct's takes seconds and is planned alone.
  @Test(arguments: ["default", "fast", "brain-mri", "slices-2d", "abdomen-ct"])
  func shippedPipelinesWork(_ name: String) throws {
    try TrainCommandRun.withData { run in
      let file = SharedData.projectRoot.appendingPathComponent("pipelines/\(name).yaml").path
      let isLarge = name == "abdomen-ct"
      let result = try run.shell(
        isLarge
          ? "$SEG plan --data data --pipeline \(file) --threads 1"
          : "$SEG train --data data --pipeline \(file) --threads 1 --smoke")
      #expect(result.status == 0, "\(result.stderr)\(result.stdout)")
      if !isLarge { #expect(result.stdout.contains("6 of 6 cases went through every stage")) }
    }
  }

  @Test func weightsOfUnknownCasesAndLabelsAreRefusedByName() throws {
    try TrainCommandRun.withData { run in
      for (lines, expected) in [
        ("training: {case_weights: {case_99: 2}}", "no case case_99; there are case_"),
        ("training: {foreground_weights: {bell: 2}}", "no label bell; there are label 5"),
        ("loss: {class_weights: {bell: 2}}", "no class bell; there are background, label 5"),
      ] {
        try Data(lines.utf8).write(to: run.file("weights.yaml"))
        let result = try run.shell(run.command("run", "--pipeline weights.yaml"))
        #expect(result.status == 64)
        #expect(result.stderr.contains(expected), "\(result.stderr)")
      }
    }
  }

  @Test func whatTheOptionsNameIsTriedToo() throws {
    try TrainCommandRun.withData { run in
      try Data(#"{"training": ["case_0"], "validation": ["case_9"]}"#.utf8).write(
        to: run.file("split.json"))
      let groups = BallDataset.pipeline.replacingOccurrences(
        of: "batch: 2,", with: "batch: 2, learning_rate_groups: {encodr: 0.1},")
      try Data(groups.utf8).write(to: run.file("groups.yaml"))
      for (arguments, expected) in [
        ("--freeze encoder.stage.0", "called encoder.stage.0; there are"),
        ("--initialize-from nowhere", "no such model folder"),
        ("--split split.json", "the split names the case case_9"),
        ("--fold 0,7", "fold 7 does not exist"),
        ("--pipeline groups.yaml", "called encodr; there are"),
      ] {
        let line = "$SEG train --data data --output run --threads 1 --precision float32 --smoke"
        let pipeline = arguments.contains("--pipeline") ? "" : "--pipeline small.yaml"
        let result = try run.shell("\(line) \(pipeline) \(arguments)")
        #expect(result.status == 65, "\(result.stderr)")
        #expect(
          result.stdout.contains("problem: ") && result.stdout.contains(expected),
          "\(arguments): \(result.stdout)")
      }
      #expect(!run.exists("run"))
    }
  }

  @Test func everyBrokenCaseIsListed() throws {
    try TrainCommandRun.withData { run in
      let description =
        #"{"channel_names": {"0": "MR"}, "labels": {"background": 0, "ball": 5}, "file_ending": ".nii.gz", "numTraining": 6}"#
      try Data(description.utf8).write(to: run.file("data/dataset.json"))
      let cut = run.file("data/images/case_1.nii.gz")
      try Data(contentsOf: cut).prefix(900).write(to: cut)
      let other = run.file("data/labels/case_4.nii.gz")
      try Data("no label map".utf8).write(to: other)
      let result = try run.shell(run.command("run", "--smoke"))
      #expect(result.status == 65)
      let problems = result.stdout.split(separator: "\n").filter { $0.hasPrefix("problem:") }
      #expect(problems.count == 2)
      #expect(problems.contains { $0.contains("case_1") })
      #expect(problems.contains { $0.contains("case_4") })
      #expect(result.stdout.contains("4 of 6 cases went through every stage"))
    }
  }
}
