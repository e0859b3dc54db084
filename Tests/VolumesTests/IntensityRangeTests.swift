import Testing
import Volumes

@Suite struct IntensityRangeTests {
  /// A background of 0 and 100, and a labelled ramp of 101 values around a centre.
  private func profile(centre: Float, step: Float = 1, factor: Float = 1) throws -> IntensityProfile
  {
    let ramp = (0...100).map { (centre + (Float($0) - 50) * step) * factor }
    let voxels =
      [Float](repeating: 0, count: 50) + [Float](repeating: 100 * factor, count: 100) + ramp
    let labels = [UInt16](repeating: 0, count: 150) + [UInt16](repeating: 3, count: 101)
    return try #require(IntensityProfile(voxels[...], labels: labels))
  }

  @Test func measuresTheForegroundAndTheImage() throws {
    let profile = try profile(centre: 200)
    #expect(profile.median == 200 && profile.spread == 90)
    // 100 voxels of 100 and 101 of 200 on average; those of 0 do not count.
    let mean = (100 * 100 + 101 * 200) / 201.0
    #expect(abs(profile.imageMean - mean) < 1e-9 && profile.imageDeviation > 50)
    #expect(IntensityProfile([1, 2][...], labels: [0, 0]) == nil)
  }

  @Test func absoluteUnitsAreComparedAsTheyAre() throws {
    let range = try #require(
      IntensityRange(of: [try profile(centre: 200), try profile(centre: 220)], isRelative: false))
    #expect(range.smallestMedian == 200 && range.largestMedian == 220)
    // Half of the spread of 90 is allowed besides.
    #expect(range.problem(with: try profile(centre: 156)) == nil)
    #expect(range.problem(with: try profile(centre: 264)) == nil)
    #expect(range.problem(with: try profile(centre: 154)) != nil)
    #expect(range.problem(with: try profile(centre: 266))?.contains("266") == true)
    #expect(range.problem(with: try profile(centre: 200, step: 2)) == nil)
    #expect(range.problem(with: try profile(centre: 200, step: 2.1))?.contains("span 189") == true)
    #expect(range.problem(with: try profile(centre: 200, step: 0.4)) != nil)
    #expect(range.problem(with: try profile(centre: 200, factor: 0.001)) != nil)
  }

  @Test func relativeUnitsDoNotDependOnTheScale() throws {
    let range = try #require(IntensityRange(of: [try profile(centre: 200)], isRelative: true))
    #expect(range.problem(with: try profile(centre: 200, factor: 0.001)) == nil)
    #expect(range.problem(with: try profile(centre: 200, factor: 30)) == nil)
    // Darker than its surroundings, not brighter.
    #expect(range.problem(with: try profile(centre: 40))?.contains("SD") == true)
    #expect(IntensityRange(of: [], isRelative: true) == nil)
  }

  @Test func volumesMayLeaveTheRangeByAQuarter() {
    var range = LabelVolumeRange(label: 1, smallestMillilitres: 4, largestMillilitres: 8)
    #expect(!range.isUnusual(3) && !range.isUnusual(10) && !range.isUnusual(0))
    #expect(range.isUnusual(2.9) && range.isUnusual(10.1))
    range.isInEveryCase = true
    #expect(range.isUnusual(0))
  }
}
