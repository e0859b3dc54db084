public import Volumes

/// What a model knows of the data that it was trained with.
public struct TrainingData: Sendable, Hashable {
  public var volumeRanges: [LabelVolumeRange]
  /// One for each channel, or `nil` where the model does not know.
  public var intensityRanges: [IntensityRange]?
  /// How confident the model was of the cases that its training held out; empty where it is not known.
  public var heldOutConfidences: [Double]

  public init(
    volumeRanges: [LabelVolumeRange] = [], intensityRanges: [IntensityRange]? = nil,
    heldOutConfidences: [Double] = []
  ) {
    self.volumeRanges = volumeRanges
    self.intensityRanges = intensityRanges
    self.heldOutConfidences = heldOutConfidences
  }

  /// Whether a scan is needed to say what is unusual.
  package var judgesScans: Bool { intensityRanges != nil }

  /// Where a prediction's volumes or its scan's intensities are unlike the training data.
  /// - Parameters:
  ///   - image: On the prediction's grid; `nil` where there is none to judge.
  ///   - labelNames: By the labels' values in files.
  package func flags(
    of prediction: LabelMap, image: Volume?, labelNames: [Int: String]
  ) -> [QualityFlag] {
    VolumeRule.flags(of: prediction, ranges: volumeRanges, labelNames: labelNames)
      + (image.map { IntensityRule.flags(of: $0, prediction, ranges: intensityRanges ?? []) } ?? [])
  }
}
