import ArgumentParser
import Augmentation
import ComputeEngine
import Foundation
import Labels
import Networks
import Pipelines
import Preprocessing
import Testing
import Training
import VolumeFiles
import Volumes

@testable import seg

/// What is chosen for a data set and a time, against what was recorded once.
struct PlanningDecisionTests {
  /// A data set of which nothing but its description is looked at.
  private struct DescribedCases: CaseStore {
    var caseIDs: [String]
    var description: DatasetDescription
    var location: URL { URL(fileURLWithPath: "data") }
    func hasLabels(_ id: String) -> Bool { true }
    func readGeometry(_ id: String) throws -> Geometry { throw CocoaError(.fileNoSuchFile) }
    func readCase(_ id: String) throws -> CaseData { throw CocoaError(.fileNoSuchFile) }
  }

  private func pipeline(seconds: Double?, cases: Int, labels: [String]) throws
    -> PipelineConfiguration
  {
    try PipelineOptions.parse([]).load(
      for: DescribedCases(
        caseIDs: (0..<cases).map { "\($0)" },
        description: DatasetDescription(
          channels: ["MRI"], labels: LabelScheme(names: ["background"] + labels), name: "data")),
      trainingSeconds: seconds)
  }

  private func line(seconds: Double?, cases: Int, labels: [String]) throws -> String {
    let chosen = try pipeline(seconds: seconds, cases: cases, labels: labels)
    var preset = chosen.augmentationPreset.configuration
    preset.mirrorAxes = chosen.augmentation.mirrorAxes
    #expect(chosen.augmentation == preset)
    return
      "\(seconds.map { "\($0)" } ?? "none") s, \(cases) cases, \(labels.joined(separator: "/")): \(chosen.network.firstFeatures) channels, \(chosen.network.mostPatchVoxels) and \(chosen.network.wholePatchVoxels) voxels, \(chosen.augmentationPreset.rawValue), axes \(chosen.augmentation.mirrorAxes), mirroring \(chosen.inference.mirroring)"
  }

  @Test func pipelinesAreThoseRecorded() throws {
    var lines: [String] = []
    for seconds in RecordedDecisions.seconds {
      for cases in [4, 50] {
        lines.append(try line(seconds: seconds, cases: cases, labels: ["tumour"]))
      }
    }
    for cases in [0, 1, 49, 51, 260] {
      lines.append(try line(seconds: nil, cases: cases, labels: ["tumour"]))
    }
    for labels in RecordedDecisions.labels {
      lines.append(try line(seconds: nil, cases: 60, labels: labels))
    }
    expect(lines, RecordedDecisions.pipelines)
  }

  /// Two cores that multiply bfloat16 count time as it is.
  @Test(.enabled(if: Precision.fastest == .bfloat16))
  func networksAreThoseRecorded() throws {
    var lines: [String] = []
    for seconds in RecordedDecisions.seconds {
      for options in [[], ["--fold", "all"], ["--fold", "0"], ["--pipeline", "default"]] {
        var arguments = ["--data", "data", "--threads", "2", "--precision", "bfloat16"] + options
        if let seconds { arguments += ["--time-limit", "\(max(seconds, 0.1))s"] }
        let command = try TrainCommand.parse(arguments)
        let length = TrainingOptions.Length.seconds(seconds ?? 1800)
        let folds = try command.chosenFolds(length, nil)
        let networkSeconds = command.comparableSeconds(of: length).map { $0 / Double(folds.count) }
        let width =
          try options.contains("--pipeline")
          ? PipelineConfiguration()
          : pipeline(seconds: networkSeconds, cases: 160, labels: ["tumour"])
        lines.append(
          "\(seconds.map { "\($0)" } ?? "default") s \(options.joined(separator: " ")): \(folds.count) networks of \(networkSeconds ?? -1) s, \(width.network.firstFeatures) channels, \(width.network.mostPatchVoxels) and \(width.network.wholePatchVoxels) voxels"
        )
      }
    }
    expect(lines, RecordedDecisions.networks)
  }

  @Test func plansAreThoseRecorded() throws {
    var lines: [String] = []
    for shape in RecordedDecisions.shapes {
      for variant in RecordedDecisions.variants {
        var accumulator = FingerprintAccumulator(channels: 1, classes: 3)
        let geometry = Geometry(extent: Extent(1, 1, 1), spacing: Spacing(1, 1, 1))
        accumulator.add(
          Volume(geometry: geometry, channels: 1, voxels: [1]),
          labels: LabelMap(geometry: geometry, voxels: [1]))
        var fingerprint = accumulator.finish()
        fingerprint.extents = [shape.extent]
        fingerprint.spacings = [shape.spacing]
        let head = "\(shape.extent) \(shape.spacing.axes) \(variant.name)"
        do {
          let plan = try TrainingPlan(
            variant.pipeline, fingerprint: fingerprint, channels: ["MRI"], classes: 3)
          lines.append(
            "\(head): patch \(plan.patch), batch \(plan.batch), features \(plan.network.features), kernels \(plan.network.kernels), strides \(plan.network.strides), blocks \(plan.network.encoderBlocks), batch Dice \(plan.pipeline.loss.batchDice ?? false), spacing \(plan.preprocessing.targetSpacing.axes)"
              .replacingOccurrences(of: ", ", with: " "))
        } catch {
          lines.append("\(head): \(error)")
        }
      }
    }
    expect(lines, RecordedDecisions.plans)
  }

  private func expect(_ lines: [String], _ recorded: String) {
    let expected = recorded.split(separator: "\n").map(String.init)
    #expect(lines.count == expected.count)
    for (line, old) in zip(lines, expected) { #expect(line == old) }
  }
}
