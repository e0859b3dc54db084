import Evaluation
import QualityControl
import Testing
import Volumes

@Suite struct CaseEvaluatorTests {
  private func score(
    _ prediction: LabelMapBuilder, _ reference: LabelMapBuilder?,
    _ settings: EvaluationSettings = EvaluationSettings(), isPlanar: Bool = false
  ) throws -> CaseScore {
    try CaseEvaluator(settings: settings, threads: 2).score(
      caseID: "case", prediction: prediction.map, predictionFile: "case.nii.gz",
      reference: reference?.map, isPlanar: isPlanar)
  }

  private let empty = LabelMapBuilder(Extent(12, 14, 16), spacing: Spacing(2, 1, 0.5))

  @Test func shiftedBoxes() throws {
    let reference = empty.box(1, 2..<6, 3..<9, 4..<12)
    let prediction = empty.box(1, 2..<6, 3..<9, 6..<14)
    let label = try #require(try score(prediction, reference).labels.first)
    let overlap = 4 * 6 * 6
    let size = 4 * 6 * 8
    #expect(label.status == .present)
    #expect(label.counts.truePositives == overlap)
    #expect(label.counts.falsePositives == size - overlap)
    #expect(label.counts.falseNegatives == size - overlap)
    #expect(label.counts.total == 12 * 14 * 16)
    #expect(isClose(label[.dice], 0.75))
    #expect(isClose(label[.iou], 0.6))
    #expect(isClose(label[.sensitivity], 0.75))
    #expect(isClose(label[.precision], 0.75))
    #expect(isClose(label[.volumetricSimilarity], 1))
    #expect(label[.volumeDifference] == 0 && label[.relativeVolumeDifference] == 0)
    #expect(isClose(label.referenceInMillilitres, Double(size) / 1000))
    #expect(isClose(label[.hausdorff], 1))
    #expect(isClose(label[.hausdorff95], 1))
    #expect(isClose(label[.normalizedSurfaceDice], 1))
    #expect(isClose(label[.averageReferenceToPrediction], label[.averagePredictionToReference]!))
  }

  @Test func identicalMasksAreEqual() throws {
    let map = empty.ball(3, at: (12, 7, 4), radius: 4)
    let label = try #require(try score(map, map).labels.first)
    #expect(label.label == "3")
    for metric in [
      Metric.dice, .iou, .sensitivity, .precision, .specificity, .volumetricSimilarity,
      .normalizedSurfaceDice, .boundaryIoU, .kappa, .lesionF1,
    ] {
      #expect(label[metric] == 1, "\(metric)")
    }
    for metric in Metric.allCases where metric.isDistance {
      #expect(label[metric] == 0, "\(metric)")
    }
  }

  @Test func concentricBallsAreApartByTheirRadii() throws {
    let grid = LabelMapBuilder(Extent(48, 48, 48), spacing: Spacing(1, 1, 1))
    let small = grid.ball(1, at: (24, 24, 24), radius: 12)
    let large = grid.ball(1, at: (24, 24, 24), radius: 16)
    for surface in SurfaceDefinition.allCases {
      let label = try #require(
        try score(large, small, EvaluationSettings(surface: surface, tolerances: [3, 5])).labels
          .first)
      // The nearest point of a grid is a little nearer than the sphere.
      #expect(abs((label[.averageSymmetricSurfaceDistance] ?? 0) - 3.75) < 0.25)
      #expect(abs((label[.hausdorff] ?? 0) - 4) < 0.6)
      #expect((label.surfaceDice[0].value ?? 1) < 0.2)
      #expect(label.surfaceDice[1].value == 1)
    }
  }

  @Test func areaOfABallIsNearThatOfItsSphere() throws {
    let grid = LabelMapBuilder(Extent(50, 50, 50))
    let ball = grid.ball(1, at: (25, 25, 25), radius: 18)
    let label = try #require(try score(ball, ball).labels.first)
    let area = label.distances?.referenceToPrediction.reduce(0, +) ?? 0
    let sphere = 4 * Double.pi * 18 * 18
    // The staircase of a binary mask makes marching cubes overestimate by about a tenth.
    #expect(area > sphere && area < 1.12 * sphere)
  }

  @Test func everyCaseAndLabelHasOneStatus() throws {
    let reference = empty.box(1, 0..<3, 0..<3, 0..<3).box(2, 4..<6, 4..<6, 4..<6)
    let prediction = empty.box(1, 0..<3, 0..<3, 0..<3).box(3, 4..<6, 4..<6, 4..<6)
    let settings = EvaluationSettings(labelNames: [1: "a", 2: "b", 3: "c", 4: "d"])
    let labels = try score(prediction, reference, settings).labels
    #expect(labels.map(\.status) == [.present, .missed, .spurious, .absent])
    #expect(labels.map(\.name) == ["a", "b", "c", "d"])
    for label in labels[1...2] {
      #expect(label[.dice] == 0 && label[.iou] == 0 && label[.normalizedSurfaceDice] == 0)
      #expect(label[.boundaryIoU] == 0 && label[.lesionF1] == 0)
      for metric in Metric.allCases where metric.isDistance { #expect(label[metric] == nil) }
    }
    #expect(labels[1][.precision] == nil && labels[1][.sensitivity] == 0)
    #expect(labels[2][.sensitivity] == nil && labels[2][.relativeVolumeDifference] == nil)
    for metric in Metric.allCases where ![.specificity, .volumeDifference].contains(metric) {
      #expect(labels[3][metric] == nil, "\(metric)")
    }
  }

  @Test func groupsAreMeasuredAsOneLabel() throws {
    let reference = empty.box(1, 0..<4, 0..<4, 0..<4).box(2, 0..<4, 4..<8, 0..<4)
    let prediction = empty.box(2, 0..<4, 0..<4, 0..<4).box(1, 0..<4, 4..<8, 0..<4)
    let settings = EvaluationSettings(groups: [LabelGroup(name: "whole", labels: [1, 2])])
    let score = try score(prediction, reference, settings)
    #expect(score.labels.map(\.label) == ["1", "2", "whole"])
    let whole = try #require(score.labels.last)
    #expect(whole.isGroup && whole[.dice] == 1 && whole[.hausdorff] == 0)
    #expect(whole.lesions == LesionDetection(reference: 1, predicted: 1, detected: 1, spurious: 0))
    #expect(score.labels[0][.dice] == 0)
    #expect(score.meanDice == 0)
    #expect(
      Set(score.confusions) == [
        LabelConfusion(reference: 1, prediction: 2, voxels: 64),
        LabelConfusion(reference: 2, prediction: 1, voxels: 64),
      ])
  }

  @Test func lesionsAreMatchedByOverlap() throws {
    // The first two boxes are one lesion, joined by a corner.
    let reference = empty.box(1, 0..<2, 0..<2, 0..<2).box(1, 2..<4, 2..<4, 2..<4)
      .box(1, 8..<10, 8..<10, 8..<10).box(1, 0..<1, 12..<14, 14..<16)
    let prediction = empty.box(1, 3..<5, 3..<5, 3..<5).box(1, 9..<10, 9..<10, 9..<10)
      .box(1, 11..<12, 0..<1, 0..<1)
    let lesions = try #require(try score(prediction, reference).labels.first?.lesions)
    #expect(lesions == LesionDetection(reference: 3, predicted: 3, detected: 2, spurious: 1))
    #expect(lesions.missed == 1)
    #expect(isClose(lesions.f1, 2.0 / 3))
  }

  @Test func boundaryIoUComparesBands() throws {
    let grid = LabelMapBuilder(Extent(20, 20, 20))
    let reference = grid.box(1, 4..<16, 4..<16, 4..<16)
    let prediction = grid.box(1, 4..<16, 4..<16, 5..<16)
    let label = try #require(
      try score(prediction, reference, EvaluationSettings(boundaryWidth: 2)).labels.first)
    // Bands of two voxels: the box less the box that is two smaller on every side.
    let bandR = 12 * 12 * 12 - 8 * 8 * 8
    let bandP = 12 * 12 * 11 - 8 * 8 * 7
    // In both bands: not in the innermost box of either, and in the smaller box.
    let both = 12 * 12 * 11 - 8 * 8 * 8
    #expect(isClose(label[.boundaryIoU], Double(both) / Double(bandR + bandP - both)))
  }

  @Test func kappaCorrectsForChance() throws {
    let grid = LabelMapBuilder(Extent(1, 10, 10))
    let reference = grid.box(1, 0..<1, 0..<5, 0..<10)
    let prediction = grid.box(1, 0..<1, 0..<10, 0..<5)
    let label = try #require(try score(prediction, reference).labels.first)
    #expect(isClose(label[.kappa], 0))
  }

  @Test func centrelineDiceOfTubes() throws {
    let grid = LabelMapBuilder(Extent(11, 11, 40))
    let reference = grid.box(1, 4..<7, 4..<7, 2..<38)
    let thick = grid.box(1, 3..<8, 3..<8, 2..<38)
    let half = grid.box(1, 4..<7, 4..<7, 2..<20)
    let settings = EvaluationSettings(tubularLabels: ["1"])
    #expect(isClose(try score(thick, reference, settings).labels[0][.centrelineDice], 1))
    let value = try #require(try score(half, reference, settings).labels[0][.centrelineDice])
    // All of the prediction's line is inside; half of the reference's is: 2 * 0.5 / 1.5
    #expect(abs(value - 2.0 / 3) < 0.05)
    #expect(try score(half, reference).labels[0][.centrelineDice] == nil)
  }

  @Test func withoutReferenceVolumesRemain() throws {
    let prediction = empty.box(2, 0..<2, 0..<2, 0..<2).box(2, 8..<10, 8..<10, 8..<10)
    let label = try #require(try score(prediction, nil).labels.first)
    #expect(label.status == .unreferenced)
    #expect(label.values.isEmpty)
    #expect(isClose(label.predictionInMillilitres, 0.016))
    #expect(label.referenceInMillilitres == nil && label.predictionComponents == 2)
  }

  @Test func picturesOfOnePlaneHaveLinesForSurfaces() throws {
    let grid = LabelMapBuilder(Extent(1, 20, 20), spacing: Spacing(5, 1, 1))
    let reference = grid.box(1, 0..<1, 4..<12, 4..<12)
    let prediction = grid.box(1, 0..<1, 4..<12, 4..<15)
    let planar = try score(prediction, reference, isPlanar: true).labels[0]
    #expect(isClose(planar[.hausdorff], 3))
    // Four sides of 7 and four cut corners of √½.
    let length = planar.distances?.referenceToPrediction.reduce(0, +)
    #expect(isClose(length, 28 + 4 * 0.5.squareRoot()))
  }

  @Test func focusLiesInTheLargestDisagreement() throws {
    let reference = empty.box(1, 2..<4, 2..<4, 2..<4)
    let prediction = reference.box(1, 7..<8, 5..<9, 5..<14)
    let focus = try #require(try score(prediction, reference).focus)
    #expect(focus[0] == 7 && (5..<9).contains(focus[1]) && (5..<14).contains(focus[2]))
  }

  @Test func otherShapeIsRefused() {
    let other = LabelMapBuilder(Extent(2, 2, 2))
    #expect(throws: EvaluationError.self) { try score(other, empty) }
  }

  @Test func brokenRulesAreFlagged() throws {
    let grid = LabelMapBuilder(Extent(20, 20, 60), spacing: Spacing(1, 1, 1))
    let prediction = grid.box(1, 0..<5, 5..<10, 5..<10).box(1, 5..<9, 5..<9, 50..<54)
    let score = try score(
      prediction, prediction, EvaluationSettings(labelNames: [2: "b"]))
    let rules = Set(score.flags.map(\.rule))
    #expect(rules == [.touchesBorder, .distantComponent, .unknownLabel])
    #expect(score.flags.first { $0.rule == .touchesBorder }?.reason.contains("lower end") == true)
    #expect(try self.score(grid, grid).flags.map(\.rule) == [.emptyPrediction])
  }
}
