import Inference
import ModelFiles
import QualityControl
import TestSupport
import Testing
import Volumes

@Suite struct TrainingDataTests {
  @Test func modelsThatPredictTogetherKnowAllTheirHeldOutCases() {
    var first = TestModel.description
    first.volumeRanges = [
      LabelVolumeRange(label: 5, smallestMillilitres: 1, largestMillilitres: 2)
    ]
    first.heldOutConfidences = [0.9, 0.8]
    var second = TestModel.description
    second.heldOutConfidences = [0.7]
    let data = TrainingData([first, second, TestModel.description])
    #expect(data.volumeRanges == first.volumeRanges && data.intensityRanges == nil)
    #expect(data.heldOutConfidences == [0.9, 0.8, 0.7])
    #expect(TrainingData([]) == TrainingData())
  }
}
