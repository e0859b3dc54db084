package import Volumes

/// ``QualityRule/intensityOutsideRange``: a scan should look like those that the model was trained with.
///
/// It does not where the median of what is labelled lies outside the training cases' by more than half of their
/// largest spread, or where its spread is less than half of their smallest or more than twice their largest.
package enum IntensityRule {
  /// How far the median may leave the range, in largest spreads.
  static let marginOfMedian = 0.5
  /// How many times the spread may be smaller than the smallest or larger than the largest.
  static let factorOfSpread = 2.0

  static let title = "Unusual scan"
  static let explanation = "The scan's intensities are unlike the training data."

  /// A flag for each channel that is unlike the training data.
  /// - Parameters:
  ///   - prediction: On the image's grid.
  ///   - ranges: One for each channel; nothing is said where they are of another number.
  package static func flags(
    of image: Volume, _ prediction: LabelMap, ranges: [IntensityRange]
  ) -> [QualityFlag] {
    guard ranges.count == image.channels else { return [] }
    return ranges.enumerated().compactMap { channel, range in
      let voxels = image.voxels[image.range(ofChannel: channel)]
      guard let profile = IntensityProfile(voxels, labels: prediction.voxels),
        let problem = problem(with: profile, in: range)
      else { return nil }
      return QualityFlag(
        rule: .intensityOutsideRange,
        reason: "channel \(channel) is unlike the training data: \(problem)")
    }
  }

  /// Why a scan is unlike the training data, in words; `nil` where it is not.
  package static func problem(with profile: IntensityProfile, in range: IntensityRange) -> String? {
    let (median, spread) =
      range.isRelative ? profile.relative : (profile.median, profile.spread)
    func text(_ value: Double) -> String { self.text(value, isRelative: range.isRelative) }
    let margin = range.largestSpread * marginOfMedian
    if median < range.smallestMedian - margin || median > range.largestMedian + margin {
      return
        "the labelled area's median is \(text(median)), in the training data \(text(range.smallestMedian)) to \(text(range.largestMedian))"
    }
    if spread < range.smallestSpread / factorOfSpread
      || spread > range.largestSpread * factorOfSpread
    {
      return
        "the labelled area's intensities span \(text(spread)), in the training data \(text(range.smallestSpread)) to \(text(range.largestSpread))"
    }
    return nil
  }

  /// An intensity, or a number of standard deviations.
  private static func text(_ value: Double, isRelative: Bool) -> String {
    let rounded =
      isRelative
      ? (value * 100).rounded() / 100
      : abs(value) < 10 ? (value * 1000).rounded() / 1000 : value.rounded()
    let number =
      rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    return isRelative ? number + " SD" : number
  }
}
