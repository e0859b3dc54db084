import Volumes

/// Applies the rules of ``QualityRule`` that need one case alone.
enum QualityChecks {
  /// In mm, between the boxes of a component and of the label's largest one.
  static let distantGap = 30.0

  static func flags(
    of score: CaseScore, components: [String: [Components.Component]]?, orientation: Orientation,
    settings: EvaluationSettings
  ) -> [QualityFlag] {
    var flags: [QualityFlag] = []
    let labels = score.labels.filter { !$0.isGroup }
    if labels.allSatisfy({ $0.counts.prediction == 0 }) {
      flags.append(
        QualityFlag(rule: .emptyPrediction, reason: "the prediction holds no label"))
    }
    for label in labels {
      let parts = components?[label.label] ?? []
      if let sides = touchedSides(parts, extent: score.extent, orientation) {
        flags.append(
          QualityFlag(
            rule: .touchesBorder, label: label.label,
            reason:
              "\(label.name) touches the volume's border (the patient's \(sides)); part of it may be outside"
          ))
      }
      if let gap = largestGap(parts, spacing: score.spacing), gap > distantGap {
        flags.append(
          QualityFlag(
            rule: .distantComponent, label: label.label,
            reason: "\(label.name) has a part \(Int(gap.rounded())) mm away from its largest part"))
      }
      if !settings.labelNames.isEmpty, let value = Int(label.label),
        settings.labelNames[value] == nil, label.status != .absent
      {
        flags.append(
          QualityFlag(
            rule: .unknownLabel, label: label.label,
            reason: "value \(value) is not in the label list"))
      }
    }
    return flags
  }

  private static func touchedSides(
    _ parts: [Components.Component], extent: Extent, _ orientation: Orientation
  ) -> String? {
    let names = [("left", "right"), ("back", "front"), ("lower end", "upper end")]
    var sides: [String] = []
    for axis in 0..<3 where extent[axis] >= 4 {
      let (low, high) = names[orientation.worldAxis[2 - axis]]
      let (first, last) = orientation.isFlipped[2 - axis] ? (high, low) : (low, high)
      if parts.contains(where: { $0.first[axis] == 0 }) { sides.append(first) }
      if parts.contains(where: { $0.last[axis] == extent[axis] - 1 }) { sides.append(last) }
    }
    return sides.isEmpty ? nil : sides.joined(separator: ", ")
  }

  private static func largestGap(
    _ parts: [Components.Component], spacing: Spacing
  ) -> Double? {
    guard let main = parts.max(by: { $0.voxels < $1.voxels }) else { return nil }
    let least = max(10, parts.reduce(0) { $0 + $1.voxels } / 100)
    return parts.filter { $0.voxels >= least }.map { part in
      (0..<3).reduce(0) { sum, axis in
        let apart = max(0, part.first[axis] - main.last[axis], main.first[axis] - part.last[axis])
        let length = Double(apart) * spacing[axis]
        return sum + length * length
      }.squareRoot()
    }.max()
  }
}
