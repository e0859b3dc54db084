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
}
