import QualityControl
import Testing
import Volumes

@Suite struct VolumeRuleTests {
  /// Flags of a prediction in which a label takes up some millilitres.
  private func flags(_ millilitres: Int, in range: LabelVolumeRange) -> [QualityFlag] {
    // A voxel of 10 x 10 x 10 mm is 1 ml.
    let extent = Extent(1, 10, 2000)
    var map = LabelMap(
      geometry: Geometry(extent: extent, spacing: Spacing(10, 10, 10)),
      voxels: [UInt16](repeating: 0, count: extent.count))
    for voxel in 0..<millilitres { map.voxels[voxel] = range.label }
    return VolumeRule.flags(of: map, ranges: [range], labelNames: [1: "liver"])
  }

  @Test func volumesMayLeaveTheRangeByAQuarter() {
    var range = LabelVolumeRange(label: 1, smallestMillilitres: 400, largestMillilitres: 800)
    for usual in [300, 500, 1000, 0] { #expect(flags(usual, in: range).isEmpty, "\(usual)") }
    for unusual in [299, 1001] { #expect(flags(unusual, in: range).count == 1, "\(unusual)") }
    range.isInEveryCase = true
    #expect(
      flags(0, in: range).map(\.reason) == ["liver: 0 ml; in the training data 400 to 800 ml"])
  }

  @Test func largeVolumesAreWrittenWithoutPowersOfTen() {
    let range = LabelVolumeRange(label: 2, smallestMillilitres: 1.234, largestMillilitres: 1020.4)
    #expect(
      flags(12345, in: range) == [
        QualityFlag(
          rule: .volumeOutsideRange, label: "2",
          reason: "label 2: 12345 ml; in the training data 1.23 to 1020 ml")
      ])
  }

  @Test func referencesAreARangeWhereThereAreFive() {
    func flag(_ millilitres: Double, _ references: [Double]) -> QualityFlag? {
      VolumeRule.flag(
        label: "1", name: "liver", millilitres: millilitres, references: references)
    }
    let references = [4, 5, 6, 7, 8.0]
    #expect(flag(10, references) == nil && flag(3, references) == nil)
    #expect(flag(10.1, references)?.reason == "liver: 10.1 ml; in the references 4 to 8 ml")
    #expect(flag(2.9, references)?.rule == .volumeOutsideRange)
    #expect(flag(100, Array(references.prefix(4))) == nil)
  }
}
