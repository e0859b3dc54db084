/// The metrics that follow from voxel counts alone.
extension ConfusionCounts {
  /// Which of the two masks hold the label.
  var status: LabelStatus {
    switch (reference > 0, prediction > 0) {
    case (true, true): .present
    case (true, false): .missed
    case (false, true): .spurious
    case (false, false): .absent
    }
  }

  /// Every metric of overlap and volume that is defined.
  /// - Parameter voxelVolume: In ml.
  func overlapMetrics(voxelVolume: Double) -> [Metric: Double] {
    var values: [Metric: Double] = [:]
    func set(_ metric: Metric, _ numerator: Int, over denominator: Int) {
      if denominator > 0 { values[metric] = Double(numerator) / Double(denominator) }
    }
    set(.dice, 2 * truePositives, over: reference + prediction)
    set(.iou, truePositives, over: truePositives + falsePositives + falseNegatives)
    set(.sensitivity, truePositives, over: reference)
    set(.precision, truePositives, over: prediction)
    set(.specificity, trueNegatives, over: trueNegatives + falsePositives)
    let difference = prediction - reference
    if reference + prediction > 0 {
      values[.volumetricSimilarity] =
        1 - Double(abs(difference)) / Double(reference + prediction)
      values[.kappa] = kappa
    }
    values[.volumeDifference] = Double(difference) * voxelVolume
    set(.relativeVolumeDifference, difference, over: reference)
    return values
  }

  /// (p_o - p_e) / (1 - p_e); 1 where both masks fill the volume, for then nothing can disagree.
  private var kappa: Double {
    let total = Double(self.total)
    let observed = Double(truePositives + trueNegatives) / total
    let r = Double(reference) / total
    let p = Double(prediction) / total
    let expected = r * p + (1 - r) * (1 - p)
    return expected < 1 ? (observed - expected) / (1 - expected) : 1
  }
}
