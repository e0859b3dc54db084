import Labels
import Preprocessing
import Testing
import Volumes

struct FingerprintTests {
  private func fingerprint(_ cases: [(extent: Extent, spacing: Spacing)]) -> DatasetFingerprint {
    var accumulator = FingerprintAccumulator(channels: 1, classes: 2)
    for (extent, spacing) in cases {
      let geometry = Geometry(extent: extent, spacing: spacing)
      accumulator.add(
        Volume(
          geometry: geometry, channels: 1, voxels: (0..<extent.count).map { Float($0 % 101 + 1) }),
        labels: LabelMap(geometry: geometry, voxels: [UInt16](repeating: 1, count: extent.count)))
    }
    return accumulator.finish()
  }

  @Test func coarseAxesOfThinVolumesGetFiner() {
    let cases = [4.0, 5, 6, 7, 8].map { (Extent(5, 20, 24), Spacing($0, 0.5, 1)) }
    // The 10th percentile of 4 ... 8 lies 0.4 of a step above the least.
    let target = fingerprint(cases).targetSpacing
    #expect(abs(target.depth - 4.4) < 1e-9 && target.height == 0.5 && target.width == 1)
  }

  @Test func coarseAxesOfThickVolumesKeepTheMedian() {
    let cases = [4.0, 5, 6, 7, 8].map { (Extent(7, 20, 24), Spacing($0, 0.5, 1)) }
    #expect(fingerprint(cases).targetSpacing == Spacing(6, 0.5, 1))
  }

  @Test func finerAxesStayAboveTheOthers() {
    let cases = [0.5, 0.5, 8, 8, 8].map { (Extent(5, 20, 24), Spacing($0, 0.5, 1)) }
    let depth = fingerprint(cases).targetSpacing.depth
    #expect(depth > 1 && depth < 1.001)
  }

  @Test func intensitiesAreThoseOfTheForeground() {
    let intensities = fingerprint([(Extent(1, 10, 101), Spacing(1, 1, 1))]).intensities[0]
    // 1 ... 101, drawn with replacement.
    #expect(abs(intensities.mean - 51) < 4 && abs(intensities.median - 51) < 6)
    #expect(abs(intensities.standardDeviation - 29.15) < 2.5)
    #expect(intensities.minimum >= 1 && intensities.percentile005 <= 4)
    #expect(intensities.maximum <= 101 && intensities.percentile995 >= 98)
  }

  @Test func masksOnlyWhereTheCropTakesMuch() {
    func normalization(filled: Int) -> Normalization? {
      let extent = Extent(1, 1, 100)
      let geometry = Geometry(extent: extent, spacing: Spacing(1, 1, 1))
      let voxels = (0..<100).map { Float($0 < filled ? $0 + 1 : 0) }
      var accumulator = FingerprintAccumulator(channels: 1, classes: 2)
      accumulator.add(
        Volume(geometry: geometry, channels: 1, voxels: voxels),
        labels: LabelMap(geometry: geometry, voxels: voxels.map { $0 > 0 ? 1 : 0 }))
      return PreprocessingConfiguration(
        fingerprint: accumulator.finish(), channelNames: ["T1"]
      ).normalizations.first
    }
    #expect(normalization(filled: 74) == .zScore(masked: true))
    #expect(normalization(filled: 75) == .zScore(masked: false))
  }

  @Test func accumulatesTheSameEveryTime() {
    let cases = [(Extent(30, 30, 30), Spacing(1, 1, 1)), (Extent(4, 5, 6), Spacing(1, 1, 2))]
    #expect(fingerprint(cases) == fingerprint(cases))
  }

  @Test func knowsVolumesAndIntensitiesOfItsCases() throws {
    let geometry = Geometry(extent: Extent(2, 5, 10), spacing: Spacing(10, 10, 10))
    var accumulator = FingerprintAccumulator(channels: 1, classes: 3)
    for count in [10, 20] {
      // The first voxels are class 1 at 50, the last one of the second case is class 2.
      var labels = (0..<100).map { UInt16($0 < count ? 1 : 0) }
      if count == 20 { labels[99] = 2 }
      accumulator.add(
        Volume(
          geometry: geometry, channels: 1,
          voxels: labels.map { $0 == 1 ? Float(40 + count) : 300 }),
        labels: LabelMap(geometry: geometry, voxels: labels))
    }
    let fingerprint = accumulator.finish()
    let table = LabelScheme(entries: [
      .init(name: "background", value: 0), .init(name: "a", value: 7), .init(name: "b", value: 9),
    ])
    #expect(
      fingerprint.volumeRanges(of: table) == [
        LabelVolumeRange(
          label: 7, smallestMillilitres: 10, largestMillilitres: 20, isInEveryCase: true),
        LabelVolumeRange(
          label: 9, smallestMillilitres: 1, largestMillilitres: 1, isInEveryCase: false),
      ])
    let ranges = try #require(fingerprint.intensityRanges([.none]))
    #expect(ranges.map(\.smallestMedian) == [50] && ranges.map(\.largestMedian) == [60])
    #expect(fingerprint.intensityRanges([.zScore(masked: false)])?.first?.isRelative == true)
    var old = fingerprint
    (old.labelVolumes, old.profiles) = (nil, nil)
    #expect(old.volumeRanges(of: table).isEmpty && old.intensityRanges([.none]) == nil)
  }

  @Test func storageDoesNotChangeAFingerprint() {
    // More foreground than samples, so that their choice matters.
    let geometry = Geometry(
      extent: Extent(20, 30, 40),
      affine: Affine(rows: [
        0.98, 0.05, -0.2, -12, -0.06, 1.47, 0.1, 30, 0.19, -0.09, 2.4, 5,
      ]))
    var generator = SeededGenerator(seed: 3)
    let image = Volume(
      geometry: geometry, channels: 1,
      voxels: (0..<geometry.extent.count).map { _ in Float(300 + 100 * generator.normal()) })
    func fingerprint(_ image: Volume) -> DatasetFingerprint {
      var accumulator = FingerprintAccumulator(channels: 1, classes: 2)
      accumulator.add(
        image,
        labels: LabelMap(geometry: image.geometry, voxels: image.voxels.map { $0 > 200 ? 1 : 0 }))
      return accumulator.finish()
    }
    let expected = fingerprint(image)
    #expect(expected.classVoxels[1] > 10_000)
    for (order, flips) in Storage.all {
      let other = fingerprint(Storage.stored(image, order, flips))
      #expect(other == expected, "\(order) \(flips)")
    }
  }
}
