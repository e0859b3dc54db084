import QualityControl
public import Volumes

/// Scores one case: every label and group of a prediction against its reference.
public struct CaseEvaluator: Sendable {
  public var settings: EvaluationSettings
  /// How many threads of the kernels' pool one case may use.
  public var threads: Int

  public init(settings: EvaluationSettings, threads: Int) {
    self.settings = settings
    self.threads = max(1, threads)
  }

  /// Scores a case.
  /// - Parameters:
  ///   - predictionFile: What messages and reports call the prediction.
  ///   - reference: On the same grid; `nil` to measure volumes and check quality alone.
  ///   - isPlanar: True for pictures of one plane whose surfaces are lines in the plane.
  /// - Throws: ``EvaluationError`` where the shapes differ or memory runs out.
  public func score(
    caseID: String, prediction: LabelMap, predictionFile: String, reference: LabelMap?,
    referenceFile: String? = nil, isPlanar: Bool = false
  ) throws -> CaseScore {
    let extent = prediction.extent
    guard extent.axes.allSatisfy({ (1...65534).contains($0) }) else {
      throw EvaluationError.tooLong(file: predictionFile, extent: "\(extent)")
    }
    if let reference, reference.extent != extent {
      throw EvaluationError.differentShape(
        file: predictionFile, prediction: "\(extent)", reference: "\(reference.extent)")
    }
    let spacing = prediction.spacing.withoutRoundingNoise
    let census = try LabelCensus(
      reference: reference ?? prediction, prediction: prediction, threads: threads)
    let targets = LabelTarget.targets(occurring: census.boxes.map(\.label), settings: settings)
    let measurements = try CaseMeasurements(
      targets: targets, census: census, prediction: prediction, reference: reference,
      spacing: spacing, isPlanar: isPlanar && extent.depth == 1, settings: settings,
      threads: threads)

    var score = CaseScore(
      caseID: caseID, predictionFile: predictionFile, referenceFile: referenceFile, extent: extent,
      spacing: spacing,
      labels: targets.map {
        labelScore(
          of: $0, census: census, measurements: measurements, spacing: spacing,
          hasReference: reference != nil)
      })
    score.focus = Focus.voxel(reference: reference, prediction: prediction)
    if reference != nil {
      score.confusions = Array(
        census.pairs.filter { $0.reference != $0.prediction && $0.reference * $0.prediction != 0 }
          .sorted { $0.voxels > $1.voxels }.prefix(10))
      score.pairs = census.pairs.filter { $0.reference != 0 || $0.prediction != 0 }
    }
    score.flags = PredictionChecks.flags(
      of: score.labels.compactMap { predictedLabel($0, measurements.predictionComponents) },
      extent: extent, spacing: spacing, orientation: prediction.geometry.orientation)
    return score
  }

  /// A label as the rules of quality control see it; `nil` for groups.
  private func predictedLabel(
    _ score: LabelScore, _ components: [String: [Components.Component]]?
  ) -> PredictedLabel? {
    guard !score.isGroup, let value = Int(score.label) else { return nil }
    return PredictedLabel(
      value: value, name: score.name, isPresent: score.counts.prediction > 0,
      isListed: settings.labelNames.isEmpty || settings.labelNames[value] != nil
        || score.status == .absent,
      parts: (components?[score.label] ?? []).map { LabelPart(voxels: $0.voxels, box: $0.box) })
  }

  private func labelScore(
    of target: LabelTarget, census: LabelCensus, measurements: CaseMeasurements, spacing: Spacing,
    hasReference: Bool
  ) -> LabelScore {
    var counts = census.counts(of: target.labels)
    let voxelVolume = spacing.voxelVolumeInMillilitres
    let components = measurements.predictionComponents.map { ($0[target.key] ?? []).count }
    guard hasReference else {
      counts.falsePositives = counts.truePositives
      counts.truePositives = 0
      return LabelScore(
        label: target.key, name: target.name, isGroup: target.isGroup,
        status: counts.prediction > 0 ? .unreferenced : .absent, counts: counts,
        referenceInMillilitres: nil,
        predictionInMillilitres: Double(counts.prediction) * voxelVolume,
        predictionComponents: components)
    }
    var score = LabelScore(
      label: target.key, name: target.name, isGroup: target.isGroup, status: counts.status,
      counts: counts, referenceInMillilitres: Double(counts.reference) * voxelVolume,
      predictionInMillilitres: Double(counts.prediction) * voxelVolume,
      values: counts.overlapMetrics(voxelVolume: voxelVolume), predictionComponents: components)
    measurements.add(to: &score, of: target, settings: settings)
    return score
  }
}
