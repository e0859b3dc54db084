/// The labels of a data set: the class index that a network uses, the value that files hold, and a name for people.
///
/// Class 0 is background with value 0. Values may have gaps (0, 5, 100, 201); class indices never do.
public struct LabelScheme: Hashable, Sendable {
  public struct Entry: Hashable, Sendable, Codable {
    public var name: String
    /// The value in label maps on disk.
    public var value: UInt16

    public init(name: String, value: UInt16) {
      self.name = name
      self.value = value
    }
  }

  /// Labels that a network predicts together, whatever else it predicts at the same place: regions may overlap.
  public struct Region: Hashable, Sendable, Codable {
    public var name: String
    /// The values of the labels that make up the region.
    public var values: [UInt16]
    /// The value of a voxel whose last region this is.
    public var writtenValue: UInt16

    public init(name: String, values: [UInt16], writtenValue: UInt16) {
      self.name = name
      self.values = values
      self.writtenValue = writtenValue
    }
  }

  /// In class order; the first is background.
  public var entries: [Entry]
  /// What the network predicts in place of single labels, in its order; later regions are written over earlier ones.
  ///
  /// Empty where every label is predicted by itself.
  public var regions: [Region] = []
  /// The value of voxels that were not annotated, in reference maps alone.
  public var ignoreValue: UInt16?

  /// - Precondition: the first entry has value 0 and no value occurs twice.
  public init(entries: [Entry]) {
    precondition(entries.first?.value == 0, "the first label must be background with value 0")
    precondition(Set(entries.map(\.value)).count == entries.count, "label values must differ")
    self.entries = entries
  }

  /// Labels with consecutive values in the order of their names; the first is background.
  public init(names: [String]) {
    self.init(entries: names.enumerated().map { Entry(name: $0.element, value: UInt16($0.offset)) })
  }

  /// The number of classes, background included.
  public var count: Int { entries.count }

  /// Names of labels by their values in files, background left out.
  public var foregroundNames: [Int: String] {
    Dictionary(entries.dropFirst().map { (Int($0.value), $0.name) }) { first, _ in first }
  }

  /// What does not fit together, in words, or `nil` where the scheme can be used.
  public var problem: String? {
    let values = Set(entries.map(\.value))
    if entries.first?.value != 0 || values.count != entries.count {
      return "label values must differ, and the first be 0 for background"
    }
    for region in regions {
      if region.values.isEmpty || region.values.contains(0) {
        return "the region \(region.name) must consist of labels, and background is none"
      }
      if let value = (region.values + [region.writtenValue]).first(where: { !values.contains($0) })
      {
        return "the region \(region.name) has the value \(value), which no label has"
      }
    }
    if let ignoreValue, values.contains(ignoreValue) {
      return "the value \(ignoreValue) cannot be both ignored and a label's"
    }
    return nil
  }
}
