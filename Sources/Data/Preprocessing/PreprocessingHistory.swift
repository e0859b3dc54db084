public import Volumes

/// What was done to one volume, with the way back.
public struct PreprocessingHistory: Hashable, Sendable {
  /// Where the volume lay before.
  public let original: Geometry
  let orientation: CanonicalOrientation
  let box: VoxelBox
  let resampler: Resampler
  /// The way back; its separate axis is chosen anew, from the prepared grid.
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

  /// The class of every voxel of the original grid: probabilities (or logits) are resampled linearly one class at a time,
  /// the largest wins, the first of equals; background outside the crop.
  ///
  /// - Parameter probabilities: One channel a class, on the prepared grid.
  /// - Throws: ``PreprocessingError`` where memory is short.
  /// - Precondition: the channels lie on the prepared grid.
  public func restoreLabels(probabilities: Volume, threads: Int = 1) throws -> LabelMap {
    try PreprocessingError.requireMemory(for: box.extent, of: (Float, UInt16).self)
    var best = [Float](repeating: -.greatestFiniteMagnitude, count: box.extent.count)
    var classes = [UInt16](repeating: 0, count: box.extent.count)
    for channel in 0..<probabilities.channels {
      let map = try restored(probabilities, channel, threads)
      restorer.keepLarger(map, label: UInt16(channel), best: &best, labels: &classes)
    }
    return original(classes)
  }

  /// The probabilities on the original grid; outside the crop background has probability 1.
  /// - Parameter probabilities: One channel a class, on the prepared grid.
  /// - Throws: ``PreprocessingError`` where memory is short.
  public func restoreProbabilities(_ probabilities: Volume, threads: Int = 1) throws -> Volume {
    let grid = orientation.extent
    try PreprocessingError.requireMemory(for: grid, channels: probabilities.channels)
    var voxels: [Float] = []
    voxels.reserveCapacity(probabilities.channels * grid.count)
    for channel in 0..<probabilities.channels {
      let map = try restored(probabilities, channel, threads)
      var whole = [Float](repeating: channel == 0 ? 1 : 0, count: grid.count)
      box.paste(map, into: &whole, of: grid)
      voxels += orientation.toOriginal(whole[...])
    }
    return Volume(geometry: original, channels: probabilities.channels, voxels: voxels)
  }

  /// A label map on the prepared grid, on the original one.
  ///
  /// - Throws: ``PreprocessingError`` where memory is short.
  public func restore(labels: LabelMap, threads: Int = 1) throws -> LabelMap {
    original(try restorer.resample(labels: labels.voxels, threads: threads))
  }

  /// One channel on the cropped original grid.
  private func restored(_ volume: Volume, _ channel: Int, _ threads: Int) throws -> [Float] {
    try restorer.resample(
      Array(volume.voxels[volume.range(ofChannel: channel)]), .linear, limits: false,
      threads: threads)
  }

  private func original(_ cropped: [UInt16]) -> LabelMap {
    var whole = [UInt16](repeating: 0, count: orientation.extent.count)
    box.paste(cropped, into: &whole, of: orientation.extent)
    return LabelMap(geometry: original, voxels: orientation.toOriginal(whole[...]))
  }
}
