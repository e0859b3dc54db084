import Evaluation
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// The pairs of `reference/metrics`, whose numbers come from the packages surface-distance and
/// MONAI themselves.
@Suite(.enabled(if: SharedData.url("reference/metrics/metrics.json") != nil))
struct ReferenceMetricsTests {
  struct Entry: Decodable {
    var labels: [String: Label]
  }
  struct Label: Decodable {
    var tp: Int
    var fp: Int
    var fn: Int
    var tn: Int
    var dice: Double
    var iou: Double
    var reference_ml: Double
    var prediction_ml: Double
    var surface_distance: [String: Double]?
    var monai: [String: Double]?
  }

  @Test(arguments: SurfaceDefinition.allCases)
  func agreesWithPublicPackages(definition: SurfaceDefinition) throws {
    let url = try #require(SharedData.url("reference/metrics/metrics.json"))
    let entries = try JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: url))
    #expect(entries.count >= 8)
    let evaluator = CaseEvaluator(
      settings: EvaluationSettings(surface: definition, tolerances: [1, 2]), threads: 2)
    for (name, entry) in entries {
      func read(_ part: String) throws -> LabelMap {
        try NIfTI.readLabelMap(
          url.deletingLastPathComponent().appendingPathComponent("\(name)_\(part).nii.gz")
        ).labels
      }
      let score = try evaluator.score(
        caseID: name, prediction: read("prediction"), predictionFile: name,
        reference: read("reference"))
      #expect(!entry.labels.isEmpty)
      for (key, expected) in entry.labels {
        let label = try #require(score.labels.first { $0.label == key })
        #expect(label.counts.truePositives == expected.tp)
        #expect(label.counts.falsePositives == expected.fp)
        #expect(label.counts.falseNegatives == expected.fn)
        #expect(label.counts.trueNegatives == expected.tn)
        #expect(isClose(label[.dice], expected.dice))
        #expect(isClose(label[.iou], expected.iou))
        #expect(isClose(label.referenceInMillilitres, expected.reference_ml))
        #expect(isClose(label.predictionInMillilitres, expected.prediction_ml))
        let golden = definition == .area ? expected.surface_distance : expected.monai
        compare(label, with: golden, "\(name) \(key)")
      }
    }
  }

  private func compare(_ label: LabelScore, with golden: [String: Double]?, _ place: Comment) {
    let values: [String: Double?] = [
      "hd": label[.hausdorff], "hd95": label[.hausdorff95],
      "assd": label[.averageSymmetricSurfaceDistance],
      "average_reference_to_prediction": label[.averageReferenceToPrediction],
      "average_prediction_to_reference": label[.averagePredictionToReference],
      "nsd_1mm": label.surfaceDice[0].value, "nsd_2mm": label.surfaceDice[1].value,
    ]
    guard let golden else {
      #expect(label[.hausdorff] == nil, place)
      return
    }
    #expect(!golden.isEmpty, place)
    for (key, expected) in golden {
      #expect(isClose(values[key] ?? nil, expected), "\(place) \(key)")
    }
  }
}
