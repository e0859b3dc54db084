import Testing
import Volumes

@Suite struct IntensityProfileTests {
  @Test func measuresTheForegroundAndTheImage() throws {
    // A background of 0 and 100, and a labelled ramp of 101 values around 200.
    let voxels =
      [Float](repeating: 0, count: 50) + [Float](repeating: 100, count: 100)
      + (0...100).map { Float(150 + $0) }
    let labels = [UInt16](repeating: 0, count: 150) + [UInt16](repeating: 3, count: 101)
    let profile = try #require(IntensityProfile(voxels[...], labels: labels))
    #expect(profile.median == 200 && profile.spread == 90)
    // 100 voxels of 100 and 101 of 200 on average; those of 0 do not count.
    let mean = (100 * 100 + 101 * 200) / 201.0
    #expect(abs(profile.imageMean - mean) < 1e-9 && profile.imageDeviation > 50)
    #expect(IntensityProfile([1, 2][...], labels: [0, 0]) == nil)
    let range = try #require(IntensityRange(of: [profile], isRelative: false))
    #expect(range.smallestMedian == 200 && range.largestMedian == 200)
    #expect(range.smallestSpread == 90 && range.largestSpread == 90)
    #expect(IntensityRange(of: [], isRelative: true) == nil)
  }
}
