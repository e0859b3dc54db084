public import Volumes

/// Class indices to the values of files and back.
extension LabelScheme {
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
  public func values(of classIndices: consuming LabelMap) -> LabelMap {
    if isConsecutive { return classIndices }
    let values = entries.map(\.value)
    for offset in classIndices.voxels.indices {
      classIndices.voxels[offset] = values[Int(classIndices.voxels[offset])]
    }
    return classIndices
  }

  /// The values of a label map that the table does not hold, with the number of voxels of each, smallest value first.
  public func unknownValues(in labelMap: LabelMap) -> [(value: UInt16, voxels: Int)] {
    let known = Set(entries.map(\.value))
    return labelMap.histogram().enumerated()
      .filter { $0.element > 0 && !known.contains(UInt16($0.offset)) }
      .map { (UInt16($0.offset), $0.element) }
  }
}
