import Files
import Inference
import ModelFiles
import Preprocessing
import TestSupport
import Testing
import Volumes

@Suite struct PredictionMemoryTests {
  private func memory(
    _ extent: Extent, patches: [Extent], wanted: PredictionSink.Wanted = .init()
  ) -> PredictionMemory {
    let image = Volume(
      geometry: Geometry(extent: extent, spacing: Spacing(2, 1, 1)), channels: 1,
      voxels: [Float](repeating: 1, count: extent.count))
    return PredictionMemory(
      image: image, Preprocessor(TestModel.preprocessing(spacing: Spacing(1, 1, 1))),
      patches: patches, channels: 4, wanted: wanted)
  }

  @Test func isTheSumOfTheStagesOwnNumbers() {
    let patch = Extent(8, 16, 16)
    let one = memory(Extent(50, 20, 30), patches: [patch])
    // Twice as many planes at the model's spacing.
    #expect(one.prepared == 100 * 600 * 4)
    // Four classes and the weights for the planes of a patch.
    #expect(one.logits == 8 * 600 * 5 * 4)
    #expect(one.results == 50 * 600 * 2)
    #expect(one.byteCount == one.prepared + one.logits + one.restoration + one.results)
    // Several networks hold the whole volume, networks of two patches twice.
    #expect(memory(Extent(50, 20, 30), patches: [patch, patch]).logits == 100 * 600 * 5 * 4)
    #expect(
      memory(Extent(50, 20, 30), patches: [patch, Extent(4, 8, 8)]).logits
        == (100 + 8) * 600 * 5 * 4)
    let all = memory(
      Extent(50, 20, 30), patches: [patch],
      wanted: .init(labels: true, probabilities: true, confidence: true))
    #expect(all.results == 50 * 600 * (2 + 16))
  }

  @Test func longVolumesNeedNoMoreLogitsThanShortOnes() {
    let patch = Extent(8, 16, 16)
    let short = memory(Extent(10, 20, 30), patches: [patch])
    let long = memory(Extent(200, 20, 30), patches: [patch])
    #expect(short.logits == long.logits && short.restoration == long.restoration)
  }

  @Test func refusesMoreThanThereIs() throws {
    let memory = memory(Extent(50, 20, 30), patches: [Extent(8, 16, 16)])
    try memory.require(of: UInt64(memory.byteCount), classes: 4, source: "a.nii")
    let error = #expect(throws: InferenceError.self) {
      try memory.require(of: UInt64(memory.byteCount) - 1, classes: 4, source: "a.nii")
    }
    #expect(error?.source == "a.nii" && error?.kind == .badData)
  }
}
