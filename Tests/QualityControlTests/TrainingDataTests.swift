import QualityControl
import Testing
import Volumes

@Suite struct TrainingDataTests {
  @Test func volumesAndIntensitiesAreComparedWithTheTrainingData() {
    let geometry = Geometry(extent: Extent(1, 10, 100), spacing: Spacing(10, 10, 10))
    let prediction = LabelMap(
      geometry: geometry, voxels: (0..<1000).map { $0 < 100 ? 1 : 0 })
    let image = Volume(
      geometry: geometry, channels: 1, voxels: (0..<1000).map { Float($0 % 100) })
    let data = TrainingData(
      volumeRanges: [LabelVolumeRange(label: 1, smallestMillilitres: 5, largestMillilitres: 9)],
      intensityRanges: [
        IntensityRange(
          isRelative: false, smallestMedian: 900, largestMedian: 950, smallestSpread: 80,
          largestSpread: 90)
      ])
    #expect(data.judgesScans && !TrainingData().judgesScans)
    let flags = data.flags(of: prediction, image: image, labelNames: [1: "liver"])
    #expect(flags.map(\.rule) == [.volumeOutsideRange, .intensityOutsideRange])
    #expect(flags.first?.reason == "liver: 100 ml; in the training data 5 to 9 ml")
    #expect(
      data.flags(of: prediction, image: nil, labelNames: [:]).map(\.rule) == [.volumeOutsideRange])
    #expect(TrainingData().flags(of: prediction, image: image, labelNames: [:]).isEmpty)
  }
}
