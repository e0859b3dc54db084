import QualityControl
import Testing
import Volumes

@Suite struct IntensityRuleTests {
  /// A background of 0 and 100, and a labelled ramp of 101 values around a centre.
  private func scan(
    centre: Float, step: Float = 1, factor: Float = 1
  ) -> (voxels: [Float], labels: [UInt16]) {
    let ramp = (0...100).map { (centre + (Float($0) - 50) * step) * factor }
    let voxels =
      [Float](repeating: 0, count: 50) + [Float](repeating: 100 * factor, count: 100) + ramp
    let labels = [UInt16](repeating: 0, count: 150) + [UInt16](repeating: 3, count: 101)
    return (voxels, labels)
  }

  private func profile(
    centre: Float, step: Float = 1, factor: Float = 1
  ) throws -> IntensityProfile {
    let scan = scan(centre: centre, step: step, factor: factor)
    return try #require(IntensityProfile(scan.voxels[...], labels: scan.labels))
  }

  @Test func absoluteUnitsAreComparedAsTheyAre() throws {
    let range = try #require(
      IntensityRange(of: [try profile(centre: 200), try profile(centre: 220)], isRelative: false))
    #expect(range.smallestMedian == 200 && range.largestMedian == 220)
    func problem(centre: Float, step: Float = 1, factor: Float = 1) throws -> String? {
      IntensityRule.problem(
        with: try profile(centre: centre, step: step, factor: factor), in: range)
    }
    // Half of the spread of 90 is allowed besides.
    #expect(try problem(centre: 156) == nil)
    #expect(try problem(centre: 264) == nil)
    #expect(try problem(centre: 154) != nil)
    #expect(try problem(centre: 266)?.contains("266") == true)
    #expect(try problem(centre: 200, step: 2) == nil)
    #expect(try problem(centre: 200, step: 2.1)?.contains("span 189") == true)
    #expect(try problem(centre: 200, step: 0.4) != nil)
    #expect(try problem(centre: 200, factor: 0.001) != nil)
  }

  @Test func relativeUnitsDoNotDependOnTheScale() throws {
    let range = try #require(IntensityRange(of: [try profile(centre: 200)], isRelative: true))
    func problem(centre: Float, factor: Float = 1) throws -> String? {
      IntensityRule.problem(with: try profile(centre: centre, factor: factor), in: range)
    }
    #expect(try problem(centre: 200, factor: 0.001) == nil)
    #expect(try problem(centre: 200, factor: 30) == nil)
    // Darker than its surroundings, not brighter.
    #expect(try problem(centre: 40)?.contains("SD") == true)
  }

  @Test func everyChannelIsJudgedByItsOwnRange() throws {
    let (usual, unusual) = (scan(centre: 200), scan(centre: 900))
    let geometry = Geometry(
      extent: Extent(1, 1, usual.voxels.count), spacing: Spacing(1, 1, 1))
    let image = Volume(
      geometry: geometry, channels: 2, voxels: usual.voxels + unusual.voxels)
    let prediction = LabelMap(geometry: geometry, voxels: usual.labels)
    let range = try #require(IntensityRange(of: [try profile(centre: 200)], isRelative: false))
    let flags = IntensityRule.flags(of: image, prediction, ranges: [range, range])
    #expect(
      flags == [
        QualityFlag(
          rule: .intensityOutsideRange,
          reason:
            "channel 1 is unlike the training data: the labelled area's median is 900, in the training data 200 to 200"
        )
      ])
    // Ranges of another number of channels say nothing of these.
    #expect(IntensityRule.flags(of: image, prediction, ranges: [range]).isEmpty)
    let empty = LabelMap(
      geometry: geometry, voxels: [UInt16](repeating: 0, count: geometry.extent.count))
    #expect(IntensityRule.flags(of: image, empty, ranges: [range, range]).isEmpty)
  }
}
