import Evaluation
import Testing
import Volumes

@Suite struct SurfaceDistanceTests {
  @Test func fixtureIsThere() throws {
    #expect(try SurfaceFixture.read().pairs.count >= 10)
  }

  @Test(arguments: SurfaceFixture.pairs, SurfaceDefinition.allCases)
  func agreesWithPublicPackages(pair: SurfaceFixture.Pair, definition: SurfaceDefinition) throws {
    let settings = EvaluationSettings(surface: definition, tolerances: [1, 2, 0.5])
    let score = try CaseEvaluator(settings: settings, threads: 2).score(
      caseID: pair.name, prediction: pair.map(pair.prediction), predictionFile: "p",
      reference: pair.map(pair.reference))
    #expect(score.labels.map(\.label) == pair.labels.keys.sorted { Int($0)! < Int($1)! })
    #expect(!score.labels.isEmpty)
    for label in score.labels {
      let golden = try #require(pair.labels[label.label])
      #expect(label.counts.truePositives == golden.tp)
      #expect(label.counts.falsePositives == golden.fp)
      #expect(label.counts.falseNegatives == golden.fn)
      guard let distances = definition == .area ? golden.area : golden.border else {
        #expect(label.status == .missed || label.status == .spurious)
        #expect(label[.hausdorff] == nil && label[.hausdorff95] == nil)
        #expect(label[.dice] == 0 && label[.iou] == 0 && label[.normalizedSurfaceDice] == 0)
        continue
      }
      #expect(isClose(label[.hausdorff], distances.hd_mm))
      #expect(isClose(label[.hausdorff95], distances.hd95_mm))
      #expect(
        isClose(
          label[.averageReferenceToPrediction], distances.average_reference_to_prediction_mm))
      #expect(
        isClose(
          label[.averagePredictionToReference], distances.average_prediction_to_reference_mm))
      if let assd = distances.assd_mm {
        #expect(isClose(label[.averageSymmetricSurfaceDistance], assd))
      }
      #expect(label.surfaceDice.map(\.tolerance) == [1, 2, 0.5])
      #expect(distances.nsd.count == 3)
      for (score, expected) in zip(label.surfaceDice, distances.nsd) {
        #expect(isClose(score.value, expected), "NSD at \(score.tolerance) mm")
      }
    }
  }
}
