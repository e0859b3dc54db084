public import Volumes

/// The labels of a data set: the class index that a network uses, the value that files hold, and a name for people.
///
/// Class 0 is background with value 0. Values may have gaps (0, 5, 100, 201); class indices never do.
public struct LabelScheme: Hashable, Sendable, Codable {
  public struct Entry: Hashable, Sendable, Codable {
    public var name: String
    /// The value in label maps on disk.
    public var value: UInt16

    public init(name: String, value: UInt16) {
      self.name = name
      self.value = value
    }
  }

  /// In class order; the first is background.
  public var entries: [Entry]

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

  /// The class index of a value in a file, or `nil` where it is not in the table.
  public func classIndex(ofValue value: UInt16) -> Int? {
    entries.firstIndex { $0.value == value }
  }

  /// True where every class index equals its value.
  public var isConsecutive: Bool {
    entries.enumerated().allSatisfy { $0.offset == Int($0.element.value) }
  }

  /// The label map with class indices in place of values.
  /// - Returns: `nil` where a value is not in the table; ask ``unknownValues(in:)`` which.
  public func classIndices(of labelMap: LabelMap) -> LabelMap? {
    var table = [UInt16](repeating: .max, count: 65536)
    for (index, entry) in entries.enumerated() { table[Int(entry.value)] = UInt16(index) }
    var result = labelMap
    for (offset, value) in labelMap.voxels.enumerated() {
      let index = table[Int(value)]
      if index == .max { return nil }
      result.voxels[offset] = index
    }
    return result
  }

  /// The label map with values in place of class indices.
  /// - Precondition: every voxel is a class index of this table.
  public func values(of classIndices: LabelMap) -> LabelMap {
    if isConsecutive { return classIndices }
    var result = classIndices
    let values = entries.map(\.value)
    for (offset, index) in classIndices.voxels.enumerated() {
      result.voxels[offset] = values[Int(index)]
    }
    return result
  }

  /// The values of a label map that the table does not hold, with the number of voxels of each, smallest value first.
  public func unknownValues(in labelMap: LabelMap) -> [(value: UInt16, voxels: Int)] {
    let known = Set(entries.map(\.value))
    return labelMap.histogram().enumerated()
      .filter { $0.element > 0 && !known.contains(UInt16($0.offset)) }
      .map { (UInt16($0.offset), $0.element) }
  }
}
