import Evaluation
import Files
import Foundation
import Volumes

/// A case of a box and its prediction on a grid of any orientation.
struct SampleCase {
  var extent = Extent(10, 20, 16)
  var affine = Affine(rows: [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0])
  /// Ranges of x, y, z.
  var reference = (4..<9, 5..<12, 3..<7)
  var prediction = (5..<10, 5..<12, 3..<7)

  private func map(_ box: (Range<Int>, Range<Int>, Range<Int>)) -> LabelMap {
    var voxels = [UInt16](repeating: 0, count: extent.count)
    for z in box.2 { for y in box.1 { for x in box.0 { voxels[extent.offset(z, y, x)] = 1 } } }
    return LabelMap(geometry: Geometry(extent: extent, affine: affine), voxels: voxels)
  }

  func evaluated(
    _ caseID: String, settings: EvaluationSettings = .init(labelNames: [1: "Box"]),
    hasReference: Bool = true, hasImage: Bool = true
  ) throws -> EvaluatedCase {
    let predicted = map(prediction)
    let referenced = hasReference ? map(reference) : nil
    let score = try CaseEvaluator(settings: settings, threads: 1).score(
      caseID: caseID, prediction: predicted, predictionFile: "/secret/\(caseID).nii.gz",
      reference: referenced, referenceFile: hasReference ? "/secret/\(caseID).nii.gz" : nil)
    let image = Volume(
      geometry: predicted.geometry, channels: 1,
      voxels: (0..<extent.count).map { Float($0 % extent.width) })
    return EvaluatedCase(
      score: score, prediction: predicted, reference: referenced, image: hasImage ? image : nil)
  }

  static func summary(
    _ cases: [EvaluatedCase], problems: [CaseProblem] = [],
    settings: EvaluationSettings = .init(labelNames: [1: "Box"])
  ) throws -> EvaluationSummary {
    try EvaluationSummary(settings: settings, cases: cases.map(\.score), problems: problems)
  }
}
