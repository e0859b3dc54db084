extension PreprocessingConfiguration {
  /// The configuration that suits a data set: CT by the channel's name, z-scores else, of the inside alone where the crop removes much.
  ///
  /// Source: nnU-Net v2's experiment planner.
  public init(fingerprint: DatasetFingerprint, channelNames: [String]) {
    let masked = fingerprint.medianCropRatio < 0.75
    let normalizations = zip(channelNames, fingerprint.intensities).map {
      name, intensities -> Normalization in
      switch name.lowercased() {
      case "ct":
        .ct(
          lower: Float(intensities.percentile005), upper: Float(intensities.percentile995),
          mean: Float(intensities.mean), standardDeviation: Float(intensities.standardDeviation))
      case "nonorm": .none
      case "rescale_to_0_1": .minMax
      default: .zScore(masked: masked)
      }
    }
    self.init(targetSpacing: fingerprint.targetSpacing, normalizations: normalizations)
  }
}
