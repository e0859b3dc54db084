package import Volumes

/// The rules that need nothing but a prediction: whether it is empty, touches the border, has far parts or unlisted labels.
package enum PredictionChecks {
  /// Label by label, in their order.
  /// - Parameters:
  ///   - extent: Of the prediction, (z, y, x).
  ///   - orientation: Of the prediction, to name sides by.
  package static func flags(
    of labels: [PredictedLabel], extent: Extent, spacing: Spacing, orientation: Orientation
  ) -> [QualityFlag] {
    let empty = EmptyPredictionRule.flag(of: labels).map { [$0] } ?? []
    return empty
      + labels.flatMap { label in
        [
          BorderRule.flag(of: label, extent: extent, orientation: orientation),
          DistantPartRule.flag(of: label, spacing: spacing), UnknownLabelRule.flag(of: label),
        ].compactMap { $0 }
      }
  }
}
