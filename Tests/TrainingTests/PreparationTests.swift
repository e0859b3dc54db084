import ComputeEngine
import Evaluation
import Foundation
import Pipelines
import TestSupport
import Testing
import Training
import VolumeFiles

/// Whatever begins with a data set and options refuses the same.
@Suite(.serialized)
struct PreparationTests {
  private func withStore(_ body: (DatasetFolder, TrainingOptions) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try BallDataset.write(to: folder, cases: 3)
      let store = try DatasetFolder(
        images: folder.appendingPathComponent("images"),
        labels: folder.appendingPathComponent("labels"))
      var pipeline = PipelineConfiguration()
      pipeline.network.features = [8, 16]
      pipeline.network.encoderBlocks = [1]
      pipeline.network.patch = [16, 16, 16]
      pipeline.training.stepsPerEpoch = 2
      try body(
        store,
        TrainingOptions(
          pipeline: pipeline, length: .epochs(1), precision: .float32, threads: 1, seed: 3))
    }
  }

  /// The words of the problem that each of the beginnings has with the options.
  private func problems(_ store: DatasetFolder, _ options: TrainingOptions) throws -> [String] {
    try withTemporaryFolder { folder in
      func problem(_ body: () throws -> Void) -> String {
        do {
          try body()
          return "none"
        } catch {
          return (error as? TrainingError)?.description ?? "\(error)"
        }
      }
      let run = folder.appendingPathComponent("run")
      let smoke = try SmokeTest(store, options: options).run { _, _ in }
      return [
        problem { _ = try TrainingEstimate(store, options: options) { _ in } },
        problem { _ = try AugmentationPreview(store, options: options, cases: 1) { _ in } },
        problem {
          _ = try Trainer(
            store, folder: RunFolder(run), options: options, stop: StopSignal(), report: { _ in }
          ).run()
        },
        smoke.problems.joined(separator: "; "),
      ]
    }
  }

  @Test func unknownNamesAreRefusedByAll() throws {
    try withStore { store, options in
      var groups = options
      groups.pipeline.training.learningRateGroups = ["encodr": 0.1]
      for problem in try problems(store, groups) { #expect(problem.contains("called encodr")) }
      var frozen = options
      frozen.frozen = ["encoder.stage.0"]
      for problem in try problems(store, frozen) {
        #expect(problem.contains("called encoder.stage.0"))
      }
      var weights = options
      weights.pipeline.training.caseWeights = ["case_9": 2]
      for problem in try problems(store, weights) { #expect(problem.contains("no case case_9")) }
    }
  }

  /// Before hours of preparation, and before anything is written.
  @Test func aTrainingWithoutAnyCaseToDrawIsRefusedFirst() throws {
    try withStore { store, options in
      var options = options
      options.pipeline.training.caseWeights = ["case_0": 0, "case_1": 0]
      options.fold = .split(Split(training: ["case_0", "case_1"], validation: ["case_2"]))
      try withTemporaryFolder { folder in
        let error = #expect(throws: TrainingError.self) {
          try Trainer(
            store, folder: RunFolder(folder), options: options, stop: StopSignal(),
            report: { _ in }
          ).run()
        }
        #expect(error?.description.contains("every case that is trained on has weight 0") == true)
        #expect(
          !FileManager.default.fileExists(atPath: folder.appendingPathComponent("run.json").path))
      }
      let report = try SmokeTest(store, options: options).run { _, _ in }
      #expect(report.problems.count == 1 && report.problems[0].contains("has weight 0"))
    }
  }

  /// One that is never drawn is a case as any other to a trial.
  @Test func casesOfWeightZeroAreNoProblem() throws {
    try withStore { store, options in
      var options = options
      options.pipeline.training.caseWeights = ["case_1": 0]
      let report = try SmokeTest(store, options: options, folds: [.none]).run { _, _ in }
      #expect(report.problems.isEmpty && report.soundCases == 3, "\(report.problems)")
    }
  }

  /// A case that changes while it is trained on would be measured against another reference.
  @Test func heldOutCasesMustBeThoseOfTheTraining() throws {
    try withStore { store, options in
      try withTemporaryFolder { folder in
        let outcome = try Trainer(
          store, folder: RunFolder(folder), options: options, stop: StopSignal(),
          report: { _ in }
        ).run()
        var validation = HeldOutValidation(
          store, caseIDs: outcome.validationCases, folder: folder, precision: .float32, threads: 1)
        validation.expectedChecksums = outcome.checksums
        #expect(try validation.run().cases.count == outcome.validationCases.count)
        validation.expectedChecksums[outcome.validationCases[0]] = "another"
        let error = #expect(throws: TrainingError.self) { try validation.run() }
        #expect(error?.description.contains("is not what it was") == true)
      }
    }
  }
}
