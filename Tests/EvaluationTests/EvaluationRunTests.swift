import Evaluation
import Foundation
import QualityControl
import Testing
import Volumes

@Suite struct EvaluationRunTests {
  @Test func scansAreReadWhereTheyAreDrawnOrJudged() {
    let range = IntensityRange(
      isRelative: true, smallestMedian: 0, largestMedian: 1, smallestSpread: 1, largestSpread: 2)
    func readsImages(_ isDrawn: Bool, _ ranges: [IntensityRange]?) -> Bool {
      EvaluationRun(
        predictions: URL(fileURLWithPath: "p"), references: nil, readsImages: isDrawn,
        training: TrainingData(intensityRanges: ranges), settings: EvaluationSettings(), threads: 1
      ).readsImages
    }
    #expect(readsImages(true, nil) && readsImages(false, [range]))
    #expect(!readsImages(false, nil))
  }
}
