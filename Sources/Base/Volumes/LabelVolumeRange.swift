/// The volumes that a label has in the data that a model was trained with.
public struct LabelVolumeRange: Sendable, Hashable, Codable {
  /// The label's value in files.
  public var label: UInt16
  /// Over the cases that have the label.
  public var smallestMillilitres: Double
  public var largestMillilitres: Double
  /// Whether every case has the label; `nil` where it is not known.
  public var isInEveryCase: Bool?

  public init(
    label: UInt16, smallestMillilitres: Double, largestMillilitres: Double,
    isInEveryCase: Bool? = nil
  ) {
    self.label = label
    self.smallestMillilitres = smallestMillilitres
    self.largestMillilitres = largestMillilitres
    self.isInEveryCase = isInEveryCase
  }

  /// By how much of its ends the range is widened before a volume counts as unusual.
  public static let margin = 0.25

  /// Whether a volume lies outside the range, widened by a quarter of each end.
  ///
  /// A label that is not
  /// there is unusual where every training case has it.
  public func isUnusual(_ millilitres: Double) -> Bool {
    guard millilitres > 0 else { return isInEveryCase == true }
    return millilitres < smallestMillilitres * (1 - Self.margin)
      || millilitres > largestMillilitres * (1 + Self.margin)
  }
}

extension LabelMap {
  /// The labels whose volumes are unusual for the given ranges, in their order.
  public func unusualVolumes(_ ranges: [LabelVolumeRange]) -> [(
    range: LabelVolumeRange, millilitres: Double
  )] {
    let counts = histogram()
    return ranges.compactMap { range in
      let voxels = Int(range.label) < counts.count ? counts[Int(range.label)] : 0
      let volume = Double(voxels) * spacing.voxelVolumeInMillilitres
      return range.isUnusual(volume) ? (range, volume) : nil
    }
  }
}
