public import Volumes

/// What was done to one volume, with the way back.
public struct PreprocessingHistory: Hashable, Sendable {
  /// Where the volume lay before.
  public let original: Geometry
  let orientation: CanonicalOrientation
  let box: VoxelBox
  let resampler: Resampler
  /// The way back; its separate axis is chosen from the prepared grid.
  let restorer: Resampler

  /// The grid after preparation.
  public var preparedGeometry: Geometry {
    let canonical = orientation.affine(original.affine)
    let (from, to) = (resampler.from, resampler.to)
    // Voxel (i, j, k) of the new grid lies at (i + 0.5) * factor - 0.5 + origin of the canonical one.
    let factor = [
      Double(from.width) / Double(to.width), Double(from.height) / Double(to.height),
      Double(from.depth) / Double(to.depth),
    ]
    let origin = [box.origin.x, box.origin.y, box.origin.z]
    var rows = [Double](repeating: 0, count: 12)
    for axis in 0..<3 {
      rows[axis * 4 + axis] = factor[axis]
      rows[axis * 4 + 3] = (factor[axis] - 1) / 2 + Double(origin[axis])
    }
    return Geometry(extent: to, affine: canonical.multiplied(by: Affine(rows: rows)))
  }

  /// A label map on the prepared grid, on the original one: each label is resampled linearly and the largest wins; background outside
  /// the crop.
  /// - Throws: ``PreprocessingError`` where memory is short.
  public func restore(labels: LabelMap, threads: Int = 1) throws -> LabelMap {
    var result = LabelMap(
      geometry: original, voxels: [UInt16](repeating: 0, count: original.extent.count))
    let restored = try restorer.resample(labels: labels.voxels, threads: threads)
    place(restored, planes: 0..<box.extent.depth, into: &result)
    return result
  }
}
