/// One label for every voxel of a grid in the patient; 0 is background.
///
/// Shape: C order (z, y, x), x fastest.
public struct LabelMap: Sendable {
  public var geometry: Geometry
  /// `geometry.extent.count` labels.
  public var voxels: [UInt16]

  /// - Precondition: `voxels` holds `geometry.extent.count` labels.
  public init(geometry: Geometry, voxels: [UInt16]) {
    precondition(
      voxels.count == geometry.extent.count,
      "a label map of \(geometry.extent) cannot have \(voxels.count) voxels")
    self.geometry = geometry
    self.voxels = voxels
  }

  public var extent: Extent { geometry.extent }
  public var spacing: Spacing { geometry.spacing }

  /// How many voxels each label has, for labels from 0 to the largest that occurs.
  public func histogram() -> [Int] {
    var counts = [Int](repeating: 0, count: Int(voxels.max() ?? 0) + 1)
    for label in voxels { counts[Int(label)] += 1 }
    return counts
  }
}
