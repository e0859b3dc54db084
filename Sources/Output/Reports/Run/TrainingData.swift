public import Evaluation
import Foundation
public import Volumes

/// What a model knows of the data that it was trained with.
public struct TrainingData: Sendable {
  public var volumeRanges: [LabelVolumeRange]
  /// One for each channel, or `nil` where the model does not know.
  public var intensityRanges: [IntensityRange]?
  /// How confident the model was of the cases that its training held out; empty where it is not known.
  public var heldOutConfidences: [Double]

  public init(
    volumeRanges: [LabelVolumeRange], intensityRanges: [IntensityRange]?,
    heldOutConfidences: [Double] = []
  ) {
    self.volumeRanges = volumeRanges
    self.intensityRanges = intensityRanges
    self.heldOutConfidences = heldOutConfidences
  }

  /// Where a prediction's volumes or its scan's intensities are unlike the training data:
  /// `QualityRule.volumeOutsideRange` and `QualityRule.intensityOutsideRange`.
  /// - Parameters:
  ///   - image: On the prediction's grid; `nil` where there is none to judge.
  ///   - labelNames: By the labels' values in files.
  public func flags(
    of prediction: LabelMap, image: Volume?, labelNames: [Int: String]
  ) -> [QualityFlag] {
    volumeFlags(prediction, labelNames) + (image.map { intensityFlags($0, prediction) } ?? [])
  }

  /// `QualityRule.lowConfidence`, where a prediction is less confident than the held-out cases let expect.
  func flag(ofConfidence confidence: Double) -> QualityFlag? {
    let limit = ConfidenceLimit(heldOut: heldOutConfidences)
    guard confidence < limit.value else { return nil }
    let expected =
      limit.leastHeldOut.map {
        "; in the cases held out from its training at least \(Self.text($0))"
      }
      ?? ", less than \(Self.text(limit.value))"
    return QualityFlag(
      rule: .lowConfidence,
      reason:
        "the model gives the labels that it marked a mean probability of \(Self.text(confidence))\(expected)"
    )
  }

  private func volumeFlags(
    _ prediction: LabelMap, _ labelNames: [Int: String]
  ) -> [QualityFlag] {
    prediction.unusualVolumes(volumeRanges).map { range, volume in
      let name = labelNames[Int(range.label)] ?? "label \(range.label)"
      return QualityFlag(
        rule: .volumeOutsideRange, label: "\(range.label)",
        reason:
          "\(name): \(Self.text(volume)) ml; in the training data \(Self.text(range.smallestMillilitres)) to \(Self.text(range.largestMillilitres)) ml"
      )
    }
  }

  private func intensityFlags(_ image: Volume, _ prediction: LabelMap) -> [QualityFlag] {
    guard let ranges = intensityRanges, ranges.count == image.channels else { return [] }
    return ranges.enumerated().compactMap { channel, range in
      let voxels = image.voxels[image.range(ofChannel: channel)]
      guard let profile = IntensityProfile(voxels, labels: prediction.voxels),
        let problem = range.problem(with: profile)
      else { return nil }
      return QualityFlag(
        rule: .intensityOutsideRange,
        reason: "channel \(channel) is unlike the training data: \(problem)")
    }
  }

  private static func text(_ value: Double) -> String { String(format: "%.3g", value) }
}
