/// The values of a label map that are no labels.
struct LabelOffenders {
  /// Values below 0 or above 65535 with their numbers of voxels; at most a thousand different ones are kept apart.
  private(set) var outOfRange: [Double: Int] = [:]
  /// The first value that is no integer, and how many there are.
  private(set) var firstFraction: Double?
  private(set) var fractions = 0

  mutating func add(_ value: Double) {
    if value.isFinite, abs(value - value.rounded()) <= 1e-3 {
      if outOfRange.count < 1000 || outOfRange[value] != nil { outOfRange[value, default: 0] += 1 }
    } else {
      if firstFraction == nil { firstFraction = value }
      fractions += 1
    }
  }

  /// What is wrong, or `nil` where every voxel is a label.
  var problem: String? {
    if let firstFraction {
      return
        """
        is no label map: \(fractions) voxels are no whole numbers, the first of them \
        \(firstFraction); a label map holds whole numbers from 0 to 65535
        """
    }
    guard !outOfRange.isEmpty else { return nil }
    let values = outOfRange.sorted { $0.key < $1.key }
    let list = values.prefix(5).map {
      "\(Int(exactly: $0.key.rounded()).map(String.init) ?? "\($0.key)") (\($0.value) voxels)"
    }
    .joined(separator: ", ")
    return
      """
      holds label values outside 0 to 65535: \
      \(list)\(values.count > 5 ? " and \(values.count - 5) more" : "")
      """
  }
}
