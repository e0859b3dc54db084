import ComputeEngine
import Evaluation
import Foundation
import Inference
import Labels
import ModelFiles
import Monitoring
import Networks
import Pipelines
import TestSupport
import Testing
import Training
import VolumeFiles
import Volumes

/// Trainings on generated balls of another brightness than their surroundings: real files, network and engine.
@Suite(.serialized)
struct TrainerTests {
  private func options(epochs: Int, resumes: Bool = false) -> TrainingOptions {
    var pipeline = PipelineConfiguration()
    pipeline.network.features = [8, 16]
    pipeline.network.encoderBlocks = [1]
    pipeline.network.patch = [16, 16, 16]
    pipeline.training.batch = 2
    pipeline.training.stepsPerEpoch = 15
    pipeline.training.averageDecay = 0.9
    pipeline.training.learningRate = 5e-3
    return TrainingOptions(
      pipeline: pipeline, length: .epochs(epochs), fold: .number(0), precision: .float32,
      threads: 2, seed: 3, resumes: resumes)
  }

  @Test func learnsPredictsAndGoesOn() throws {
    try withTemporaryFolder { folder in
      let store = try balls(in: folder)
      #expect(store.description.labels.entries.map(\.value) == [0, 5])

      func train(_ name: String, epochs: Int, resumes: Bool = false) throws -> [EpochRecord] {
        var records: [EpochRecord] = []
        let run = try RunFolder(folder.appendingPathComponent(name))
        let trainer = Trainer(
          store, folder: run, options: options(epochs: epochs, resumes: resumes),
          stop: StopSignal(), observers: [RunMonitor(run, writesEvents: false)]
        ) {
          if case .epoch(let record) = $0 { records.append(record) }
        }
        let outcome = try trainer.run()
        #expect(outcome.isFinished && outcome.steps == 15 * epochs)
        return records
      }

      let records = try train("a", epochs: 4)
      #expect(records.count == 4)
      #expect(records[3].loss < records[0].loss - 0.3)
      #expect((records[3].meanDice ?? 0) > 0.8)
      let run = folder.appendingPathComponent("a")
      for file in ["pipeline.yaml", "model.json", "log.csv", "progress.svg", "run.json"] {
        #expect(FileManager.default.fileExists(atPath: run.appendingPathComponent(file).path))
      }

      // What tells unusual scans and results later.
      let description = try ModelFolder(run).readDescription()
      let volumes = try #require(description.volumeRanges.first)
      #expect(volumes.label == 5 && volumes.isInEveryCase == true)
      #expect(volumes.smallestMillilitres > 0.1 && volumes.largestMillilitres < 0.6)
      #expect(description.intensityRanges?.first?.isRelative == true)

      // The same seed gives the same bits.
      _ = try train("b", epochs: 4)
      let (first, second) = try (weights("a", folder), weights("b", folder))
      #expect(first == second)

      let summary = try HeldOutValidation(
        store, caseIDs: ["case_0", "case_3"], folder: run, precision: .float32, threads: 2
      ).run()
      #expect((summary.mean[.dice] ?? 0) > 0.8)
      let written = try NIfTI.readLabelMap(run.appendingPathComponent("validation/case_0.nii.gz"))
      #expect(Set(written.labels.voxels) == [0, 5])
      let confidences = try #require(try ModelFolder(run).readDescription().heldOutConfidences)
      #expect(confidences.count == 2 && confidences.allSatisfy { (0.5...1).contains($0) })
      #expect(description.heldOutConfidences == nil)
    }
  }

  @Test func resumedTrainingEqualsAnUninterruptedOne() throws {
    try withTemporaryFolder { folder in
      let store = try balls(in: folder)
      func state(_ name: String) throws -> [String: Safetensors.Tensor] {
        try Safetensors.read(
          folder.appendingPathComponent(name).appendingPathComponent("checkpoint.safetensors")
        ).tensors
      }
      // A constant rate, so that a training cut after two epochs is the beginning of one of three.
      func train(_ name: String, epochs: Int, resumes: Bool = false) throws {
        var options = options(epochs: epochs, resumes: resumes)
        options.pipeline.training.schedule = .constant
        options.pipeline.training.warmUp = 0
        _ = try Trainer(
          store, folder: try RunFolder(folder.appendingPathComponent(name)), options: options,
          stop: StopSignal(), report: { _ in }
        ).run()
      }
      try train("whole", epochs: 3)
      try train("parts", epochs: 2)
      try train("parts", epochs: 3, resumes: true)
      let (whole, parts) = try (state("whole"), state("parts"))
      #expect(whole.count == parts.count)
      // How far along a step was depends on the length that was planned then.
      for (name, tensor) in whole where name != "schedule.progress" {
        #expect(parts[name]?.data == tensor.data, "\(name)")
      }
    }
  }

  @Test(.enabled(if: Precision.fastest == .bfloat16, "this processor does not multiply bfloat16"))
  func bfloat16EndsWhereFloat32Does() throws {
    try withTemporaryFolder { folder in
      let store = try balls(in: folder, cases: 10)
      func dice(_ precision: Precision) throws -> Double {
        var options = options(epochs: 12)
        options.precision = precision
        var last: Double?
        let trainer = Trainer(
          store, folder: try RunFolder(folder.appendingPathComponent(precision.rawValue)),
          options: options, stop: StopSignal()
        ) {
          if case .epoch(let record) = $0 { last = record.meanDice }
        }
        _ = try trainer.run()
        return try #require(last)
      }
      let (whole, half) = (try dice(.float32), try dice(.bfloat16))
      #expect(whole > 0.9 && abs(half - whole) <= 0.005, "\(whole) and \(half)")
      let (w, h) = try (weights("float32", folder), weights("bfloat16", folder))
      #expect(w != h)
    }
  }

  @Test func twoTrainingsCannotShareAFolder() throws {
    try withTemporaryFolder { folder in
      let first = try RunFolder(folder)
      #expect(throws: TrainingError.self) { try RunFolder(folder) }
      #expect(first.url == folder)
    }
  }

  private func balls(in folder: URL, cases: Int = 6) throws -> DatasetFolder {
    try BallDataset.write(to: folder, cases: cases)
    return try DatasetFolder(
      images: folder.appendingPathComponent("images"),
      labels: folder.appendingPathComponent("labels"))
  }

  private func weights(_ name: String, _ folder: URL) throws -> [String: Data] {
    try ModelFolder(folder.appendingPathComponent(name)).read().weights.mapValues {
      Data($0.data)
    }
  }
}
