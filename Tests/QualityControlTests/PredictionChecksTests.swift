import QualityControl
import Testing
import Volumes

@Suite struct PredictionChecksTests {
  private let extent = Extent(20, 30, 40)

  private func part(
    _ first: VoxelIndex, _ last: VoxelIndex, voxels: Int? = nil
  ) -> LabelPart {
    let box = VoxelBox(first: first, last: last)
    return LabelPart(voxels: voxels ?? box.count, box: box)
  }

  private func flags(
    _ labels: [PredictedLabel], extent: Extent? = nil, spacing: Spacing = Spacing(2, 1, 1),
    affine: Affine = Affine(spacing: Spacing(2, 1, 1))
  ) -> [QualityFlag] {
    PredictionChecks.flags(
      of: labels, extent: extent ?? self.extent, spacing: spacing,
      orientation: Geometry(extent: extent ?? self.extent, affine: affine).orientation)
  }

  private func liver(_ parts: [LabelPart], isListed: Bool = true) -> PredictedLabel {
    PredictedLabel(value: 1, name: "liver", isPresent: true, isListed: isListed, parts: parts)
  }

  @Test func aLabelInTheMiddleBreaksNoRule() {
    #expect(flags([liver([part(VoxelIndex(1, 1, 1), VoxelIndex(18, 28, 38))])]).isEmpty)
  }

  @Test func nothingAtAllIsFlaggedForTheWholeCase() {
    let expected = [
      QualityFlag(rule: .emptyPrediction, reason: "the prediction holds no label")
    ]
    #expect(flags([]) == expected)
    #expect(flags([PredictedLabel(value: 1, name: "liver", isPresent: false)]) == expected)
  }

  @Test func touchedSidesAreThePatients() {
    let corner = liver([part(VoxelIndex(0, 5, 5), VoxelIndex(6, 29, 9))])
    let found = flags([corner])
    #expect(found.map(\.rule) == [.touchesBorder] && found.first?.label == "1")
    #expect(
      found.first?.reason
        == "liver touches the volume's border (the patient's lower end, front); part of it may be outside"
    )
    // The same voxels where the second axis runs from front to back.
    let flipped = flags([corner], affine: Affine(rows: [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 2, 0]))
    #expect(flipped.first?.reason.contains("the patient's lower end, back") == true)
  }

  @Test func axesOfFewPlanesAreNoBorder() {
    let whole = part(VoxelIndex(0, 5, 5), VoxelIndex(2, 9, 9))
    #expect(flags([liver([whole])], extent: Extent(3, 30, 40)).isEmpty)
    #expect(
      flags([liver([part(VoxelIndex(0, 5, 5), VoxelIndex(3, 9, 9))])], extent: Extent(4, 30, 40))
        .map(\.rule) == [.touchesBorder])
  }

  @Test func partsAreFarAwayBeyondThirtyMillimetres() {
    let main = part(VoxelIndex(1, 1, 1), VoxelIndex(5, 10, 10))
    func distant(_ gapInPlanes: Int, voxels: Int = 10) -> [QualityFlag] {
      let place = VoxelIndex(5 + gapInPlanes, 1, 1)
      return flags(
        [liver([main, part(place, place, voxels: voxels)])], extent: Extent(60, 30, 40))
    }
    // Planes are 2 mm apart.
    #expect(distant(15).isEmpty)
    #expect(distant(16).map(\.rule) == [.distantComponent])
    #expect(distant(16).first?.reason == "liver has a part 32 mm away from its largest part")
    #expect(distant(16, voxels: 9).isEmpty)
  }

  @Test func specksOfLargeLabelsAreNoParts() {
    let main = part(VoxelIndex(1, 1, 1), VoxelIndex(5, 10, 10), voxels: 5000)
    let place = VoxelIndex(40, 1, 1)
    let far = {
      flags([liver([main, part(place, place, voxels: $0)])], extent: Extent(60, 30, 40))
    }
    #expect(far(40).isEmpty && far(60).map(\.rule) == [.distantComponent])
  }

  @Test func valuesOutsideTheListAreNamed() {
    let parts = [part(VoxelIndex(5, 5, 5), VoxelIndex(6, 6, 6))]
    let unknown = flags([liver(parts, isListed: false)])
    #expect(
      unknown == [
        QualityFlag(rule: .unknownLabel, label: "1", reason: "value 1 is not in the label list")
      ])
  }

  @Test func everyRuleHasATitleAndAnExplanationOfItsOwn() {
    let rules = QualityRule.allCases
    #expect(rules.count == 7)
    #expect(Set(rules.map(\.title)).count == rules.count)
    #expect(Set(rules.map(\.explanation)).count == rules.count)
    #expect(QualityRule.distantComponent.explanation.contains("more than 30 mm"))
    #expect(QualityRule.lowConfidence.explanation.contains("below 0.7"))
    #expect(QualityRule.volumeOutsideRange.explanation.contains("at least 5"))
  }
}
