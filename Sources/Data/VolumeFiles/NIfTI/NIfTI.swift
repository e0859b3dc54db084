public import Foundation
public import Volumes

/// Reads and writes NIfTI-1 and NIfTI-2 files: `.nii`, `.nii.gz`, and pairs of `.hdr` and `.img`.
///
/// Every real-valued data type, both byte orders, scaled values, images of two or three dimensions with channels.
public enum NIfTI {
  /// Reads what a file says about its voxels, without reading them.
  /// - Throws: ``VolumeFileError`` of kind `inputOutput` where the file is missing or cannot be read; of kind `badData`
  ///   where it is empty, cut off or no NIfTI file, or its size, voxel sizes, affine or data type make no sense.
  public static func readHeader(_ url: URL) throws(VolumeFileError) -> NIfTIHeader {
    try NIfTIHeader(reading: NIfTIFiles(reading: url))
  }

  /// Reads an image, axes after the third being channels.
  /// - Returns: The image; its header; and how many voxels were not finite, which have the smallest finite value of their channel now.
  /// - Throws: as ``readHeader(_:)``; also where a channel has no finite voxel.
  public static func readVolume(
    _ url: URL
  ) throws(VolumeFileError) -> (volume: Volume, header: NIfTIHeader, nonFinite: Int) {
    var (volume, header, nonFinite) = try readStoredVolume(url)
    if nonFinite > 0, !volume.replaceNonFinite() {
      throw .badData(url, "holds no finite voxel in one of its channels; export it again")
    }
    return (volume, header, nonFinite)
  }

  /// Reads an image without replacing voxels that are not finite.
  static func readStoredVolume(
    _ url: URL
  ) throws(VolumeFileError) -> (volume: Volume, header: NIfTIHeader, nonFinite: Int) {
    let files = NIfTIFiles(reading: url)
    let header = try NIfTIHeader(reading: files)
    let reader = VoxelReader(header: header, files: files)
    let count = header.channels * header.geometry.extent.count
    var nonFinite = 0
    let voxels = try allocate(Float.self, count: count) { target throws(VolumeFileError) in
      let conversion = reader.conversion
      try reader.forEachBlock { block, first in
        nonFinite += conversion.floats(block, into: target + first)
      }
    }
    return (
      Volume(geometry: header.geometry, channels: header.channels, voxels: voxels), header,
      nonFinite
    )
  }

  /// Reads a label map; whole numbers that are stored as floats are accepted.
  /// - Throws: as ``readHeader(_:)``; also where a voxel is no whole number from 0 to 65535, or there is more than one channel.
  public static func readLabelMap(
    _ url: URL
  ) throws(VolumeFileError) -> (labels: LabelMap, header: NIfTIHeader) {
    let files = NIfTIFiles(reading: url)
    let header = try NIfTIHeader(reading: files)
    guard header.channels == 1 else {
      throw .badData(
        url, "has \(header.channels) channels; a label map has one label for every voxel")
    }
    let reader = VoxelReader(header: header, files: files)
    var offenders = LabelOffenders()
    let voxels = try allocate(UInt16.self, count: header.geometry.extent.count) {
      target throws(VolumeFileError) in
      let conversion = reader.conversion
      try reader.forEachBlock { block, first in
        conversion.labels(block, into: target + first, offenders: &offenders)
      }
    }
    if let problem = offenders.problem { throw .badData(url, problem) }
    return (LabelMap(geometry: header.geometry, voxels: voxels), header)
  }

  /// An array that `fill` has filled, not cleared before.
  private static func allocate<Element>(
    _: Element.Type, count: Int,
    fill: (UnsafeMutablePointer<Element>) throws(VolumeFileError) -> Void
  ) throws(VolumeFileError) -> [Element] {
    var failure: VolumeFileError?
    let result = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      do throws(VolumeFileError) {
        try fill(start)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }
}

extension Volume {
  /// Gives voxels that are not finite the smallest finite value of their channel.
  /// - Returns: False where a channel has no finite voxel.
  mutating func replaceNonFinite() -> Bool {
    for channel in 0..<channels {
      let range = range(ofChannel: channel)
      var smallest = Float.infinity
      for index in range where voxels[index].isFinite { smallest = min(smallest, voxels[index]) }
      guard smallest.isFinite else { return false }
      for index in range where !voxels[index].isFinite { voxels[index] = smallest }
    }
    return true
  }
}
