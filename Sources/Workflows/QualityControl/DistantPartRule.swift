import Volumes

/// ``QualityRule/distantComponent``: an organ has no part far from the rest of it.
enum DistantPartRule {
  /// Between the boxes of a part and of the label's largest one.
  static let gapInMillimetres = 30.0
  /// Smaller parts are specks, not parts.
  static let fewestVoxels = 10
  /// Parts of a smaller share of the label's voxels are specks, too: one in so many.
  static let smallestShare = 100

  static let title = "Part far away"
  static let explanation =
    "A label has a separate part more than \(Int(gapInMillimetres)) mm away from its largest part."

  static func flag(of label: PredictedLabel, spacing: Spacing) -> QualityFlag? {
    guard let gap = largestGap(label.parts, spacing: spacing), gap > gapInMillimetres else {
      return nil
    }
    return QualityFlag(
      rule: .distantComponent, label: "\(label.value)",
      reason: "\(label.name) has a part \(Int(gap.rounded())) mm away from its largest part")
  }

  /// In mm, from the largest part to the farthest; `nil` where there is no part.
  private static func largestGap(_ parts: [LabelPart], spacing: Spacing) -> Double? {
    guard let main = parts.max(by: { $0.voxels < $1.voxels })?.box else { return nil }
    let least = max(fewestVoxels, parts.reduce(0) { $0 + $1.voxels } / smallestShare)
    return parts.filter { $0.voxels >= least }.map { part in
      (0..<3).reduce(0) { sum, axis in
        let apart = max(
          0, part.box.origin[axis] - main.last[axis], main.origin[axis] - part.box.last[axis])
        let length = Double(apart) * spacing[axis]
        return sum + length * length
      }.squareRoot()
    }.max()
  }
}
