package import Volumes

/// ``QualityRule/volumeOutsideRange``: a label should be about as large as in other patients.
package enum VolumeRule {
  /// By how much of its ends a range is widened before a volume counts as unusual.
  static let margin = 0.25
  /// Fewer references say too little about how large a label may be.
  static let fewestReferences = 5

  static let title = "Unusual volume"
  static let explanation =
    "A predicted volume lies more than a quarter outside the range of the model's training data, or of the references of all cases where there are at least \(fewestReferences)."

  /// Where the range comes from that a volume is compared with.
  enum Source: String {
    case trainingData = "the training data"
    case references = "the references"
  }

  /// The labels whose volumes are unlike those in the training data, in the order of the ranges.
  ///
  /// A label that is not there is unusual where every training case has it.
  /// - Parameter labelNames: By the labels' values in files.
  package static func flags(
    of prediction: LabelMap, ranges: [LabelVolumeRange], labelNames: [Int: String]
  ) -> [QualityFlag] {
    guard !ranges.isEmpty else { return [] }
    let counts = prediction.histogram()
    return ranges.compactMap { range in
      let voxels = Int(range.label) < counts.count ? counts[Int(range.label)] : 0
      let millilitres = Double(voxels) * prediction.spacing.voxelVolumeInMillilitres
      guard isUnusual(millilitres, in: range) else { return nil }
      return flag(
        label: "\(range.label)", name: labelNames[Int(range.label)] ?? "label \(range.label)",
        millilitres: millilitres, least: range.smallestMillilitres,
        most: range.largestMillilitres, source: .trainingData)
    }
  }

  /// A flag where a volume is unlike those of all cases' references of the same label.
  /// - Parameters:
  ///   - millilitres: Of the prediction, above 0.
  ///   - references: In ml, of the cases that hold the label.
  package static func flag(
    label: String, name: String, millilitres: Double, references: [Double]
  ) -> QualityFlag? {
    guard references.count >= fewestReferences, let least = references.min(),
      let most = references.max(), isOutside(millilitres, least, most)
    else { return nil }
    return flag(
      label: label, name: name, millilitres: millilitres, least: least, most: most,
      source: .references)
  }

  static func isUnusual(_ millilitres: Double, in range: LabelVolumeRange) -> Bool {
    guard millilitres > 0 else { return range.isInEveryCase == true }
    return isOutside(millilitres, range.smallestMillilitres, range.largestMillilitres)
  }

  private static func isOutside(_ millilitres: Double, _ least: Double, _ most: Double) -> Bool {
    millilitres < least * (1 - margin) || millilitres > most * (1 + margin)
  }

  private static func flag(
    label: String, name: String, millilitres: Double, least: Double, most: Double, source: Source
  ) -> QualityFlag {
    QualityFlag(
      rule: .volumeOutsideRange, label: label,
      reason:
        "\(name): \(Quantity.text(millilitres)) ml; in \(source.rawValue) \(Quantity.text(least)) to \(Quantity.text(most)) ml"
    )
  }
}
