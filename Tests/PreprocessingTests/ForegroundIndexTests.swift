import Preprocessing
import Testing
import Volumes

struct ForegroundIndexTests {
  @Test func keepsEveryPlaceOfSmallClassesAndSomeOfLarge() {
    var labels = [UInt8](repeating: 1, count: 50_000)
    labels[7] = 3
    labels[8] = 0
    let index = ForegroundIndex(labels, classes: 5, seed: 1)
    #expect(index.classes == [1, 3])
    #expect(index.places[3] == [7])
    #expect(index.places[1].count == 10_000)
    #expect(index.places[1].allSatisfy { labels[Int($0)] == 1 })
    #expect(Set(index.places[1]).count == 10_000)
    #expect(index == ForegroundIndex(labels, classes: 5, seed: 1))
  }

  @Test func fingerprintTakesMediansAndForeground() {
    var accumulator = FingerprintAccumulator(channels: 1, classes: 3)
    for size in [10, 12, 20] {
      let extent = Extent(size, size, size)
      let geometry = Geometry(extent: extent, spacing: Spacing(Double(size) / 10, 1, 1))
      var labels = [UInt16](repeating: 0, count: extent.count)
      for index in 0..<100 { labels[index] = 2 }
      let image = labels.map { $0 == 2 ? Float(5) : 1 }
      accumulator.add(
        Volume(geometry: geometry, channels: 1, voxels: image),
        labels: LabelMap(geometry: geometry, voxels: labels))
    }
    let fingerprint = accumulator.finish()
    #expect(fingerprint.medianSpacing == Spacing(1.2, 1, 1))
    #expect(fingerprint.classVoxels == [10 * 100 + 1728 + 8000 - 300, 0, 300])
    #expect(
      fingerprint.intensities[0].mean == 5 && fingerprint.intensities[0].standardDeviation == 0)
    #expect(fingerprint.medianCropRatio == 1)
    let configuration = PreprocessingConfiguration(
      fingerprint: fingerprint, channelNames: ["CT"])
    #expect(
      configuration.normalizations == [.ct(lower: 5, upper: 5, mean: 5, standardDeviation: 0)])
  }
}
