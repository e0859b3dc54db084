import Volumes

/// ``QualityRule/touchesBorder``: a label that reaches the edge of the scan may go on outside.
enum BorderRule {
  /// Axes of fewer planes, as of single slices, are always touched and say nothing.
  static let fewestPlanes = 4

  static let title = "Reaches the edge of the scan"
  static let explanation =
    "A label reaches the edge of the scan, so part of it may lie outside and its volume be too small."

  static func flag(
    of label: PredictedLabel, extent: Extent, orientation: Orientation
  ) -> QualityFlag? {
    let sides = touchedSides(label.parts.map(\.box), extent: extent, orientation)
    guard !sides.isEmpty else { return nil }
    return QualityFlag(
      rule: .touchesBorder, label: "\(label.value)",
      reason:
        "\(label.name) touches the volume's border (the patient's \(sides.joined(separator: ", "))); part of it may be outside"
    )
  }

  private static func touchedSides(
    _ boxes: [VoxelBox], extent: Extent, _ orientation: Orientation
  ) -> [String] {
    let names = [("left", "right"), ("back", "front"), ("lower end", "upper end")]
    var sides: [String] = []
    for axis in 0..<3 where extent[axis] >= fewestPlanes {
      let (low, high) = names[orientation.worldAxis[2 - axis]]
      let (first, last) = orientation.isFlipped[2 - axis] ? (high, low) : (low, high)
      if boxes.contains(where: { $0.origin[axis] == 0 }) { sides.append(first) }
      if boxes.contains(where: { $0.last[axis] == extent[axis] - 1 }) { sides.append(last) }
    }
    return sides
  }
}
