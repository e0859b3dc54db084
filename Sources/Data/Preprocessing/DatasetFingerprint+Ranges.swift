public import Labels
public import Volumes

extension DatasetFingerprint {
  /// The volumes that the labels have, to tell unusual predictions by.
  public func volumeRanges(of labels: LabelScheme) -> [LabelVolumeRange] {
    zip(labels.entries, labelVolumes ?? []).dropFirst().compactMap { label, volumes in
      guard let least = volumes.min(), let most = volumes.max() else { return nil }
      return LabelVolumeRange(
        label: label.value, smallestMillilitres: least, largestMillilitres: most,
        isInEveryCase: volumes.count == extents.count)
    }
  }

  /// What the channels' intensities are like, to tell unusual scans by.
  /// - Parameter normalizations: Of each channel: those that an image brings to its own scale are
  ///   compared on it.
  /// - Returns: One for each channel, or `nil` where it is not known.
  public func intensityRanges(_ normalizations: [Normalization]) -> [IntensityRange]? {
    guard let profiles, profiles.count == normalizations.count else { return nil }
    let ranges = zip(profiles, normalizations).compactMap { profiles, normalization in
      switch normalization {
      case .zScore, .minMax: IntensityRange(of: profiles, isRelative: true)
      case .ct, .none: IntensityRange(of: profiles, isRelative: false)
      }
    }
    return ranges.count == normalizations.count ? ranges : nil
  }
}
