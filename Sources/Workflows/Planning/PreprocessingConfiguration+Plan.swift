import Files
import Pipelines
import Preprocessing
import Volumes

extension PreprocessingConfiguration {
  /// The preprocessing of a pipeline with what it leaves open chosen from a data set.
  ///
  /// - Throws: ``PipelineError`` where the pipeline names another number of normalisations than the data has channels.
  init(
    _ pipeline: PipelineConfiguration, fingerprint: DatasetFingerprint, channels: [String]
  ) throws {
    self.init(fingerprint: fingerprint, channelNames: channels)
    spacingTolerance = pipeline.preprocessing.spacingTolerance
    cropsToNonZero = pipeline.preprocessing.cropToNonZero
    imageInterpolation = pipeline.preprocessing.interpolation
    if let spacing = pipeline.preprocessing.targetSpacing {
      targetSpacing = Spacing(spacing[0], spacing[1], spacing[2])
    }
    guard let names = pipeline.preprocessing.normalization else { return }
    guard names.count == channels.count else {
      throw PipelineError(
        "names \(names.count) normalisations, the data has \(channels.count) channels",
        source: "preprocessing.normalization", kind: .usage)
    }
    let isMasked = fingerprint.medianCropRatio < PlanningConstants.Intensities.maskedCropRatio
    normalizations = zip(names, fingerprint.intensities).map { name, statistics in
      switch name {
      case .zScore: .zScore(masked: isMasked)
      case .ct:
        .ct(
          lower: Float(statistics.percentile005), upper: Float(statistics.percentile995),
          mean: Float(statistics.mean), standardDeviation: Float(statistics.standardDeviation))
      case .minMax: .minMax
      case .none: .none
      }
    }
  }
}
