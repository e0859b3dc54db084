import Augmentation
import Foundation
import Networks
import Pipelines
import Planning
import Preprocessing
import Testing
import Volumes

/// What is chosen for a data set and a time, against what was recorded once.
struct RecordedDecisionTests {
  private func line(seconds: Double?, cases: Int, labels: [String]) -> String {
    let chosen = PipelineConfiguration().suited(
      to: DatasetTraits(caseCount: cases, labelNames: ["background"] + labels),
      networkTime: seconds.map { ReferenceSeconds($0) })
    var preset = chosen.augmentationPreset.configuration
    preset.mirrorAxes = chosen.augmentation.mirrorAxes
    #expect(chosen.augmentation == preset)
    return
      "\(seconds.map { "\($0)" } ?? "none") s, \(cases) cases, \(labels.joined(separator: "/")): \(chosen.network.firstFeatures) channels, \(chosen.network.mostPatchVoxels) and \(chosen.network.wholePatchVoxels) voxels, \(chosen.augmentationPreset.rawValue), axes \(chosen.augmentation.mirrorAxes), mirroring \(chosen.inference.mirroring)"
  }

  @Test func pipelinesAreThoseRecorded() {
    var lines: [String] = []
    for seconds in RecordedDecisions.seconds {
      for cases in [4, 50] {
        lines.append(line(seconds: seconds, cases: cases, labels: ["tumour"]))
      }
    }
    for cases in [0, 1, 49, 51, 260] {
      lines.append(line(seconds: nil, cases: cases, labels: ["tumour"]))
    }
    for labels in RecordedDecisions.labels {
      lines.append(line(seconds: nil, cases: 60, labels: labels))
    }
    expect(lines, RecordedDecisions.pipelines)
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
