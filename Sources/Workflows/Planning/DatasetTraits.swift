/// What is known of a data set before any volume is read.
package struct DatasetTraits: Hashable, Sendable {
  /// All cases, those without labels too.
  package var caseCount: Int
  /// The names of the foreground labels.
  package var labelNames: [String]

  package init(caseCount: Int, labelNames: [String]) {
    self.caseCount = caseCount
    self.labelNames = labelNames
  }

  /// Whether a label tells left from right, so that mirrored patches would be wrong.
  package var namesSides: Bool { labelNames.contains(where: Self.namesSide) }

  private static func namesSide(_ label: String) -> Bool {
    let name = label.lowercased()
    return name.contains("left") || name.contains("right")
      || !Set(["l", "r", "lh", "rh"]).isDisjoint(
        with: name.split { !$0.isLetter }.map(String.init))
  }
}
