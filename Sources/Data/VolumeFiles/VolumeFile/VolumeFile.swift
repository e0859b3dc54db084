public import Foundation
public import Volumes

/// Reads and writes images and label maps in files of every format that is known.
///
/// The format of a file that is read is known by its content, else by its name; that of a file that is written by its name. Images have two
/// or three dimensions, and channels.
public enum VolumeFile {
  /// Reads what a file says about its voxels, without reading them.
  /// - Throws: ``VolumeFileError`` of kind `inputOutput` where a file is missing or cannot be read; of kind `badData`
  ///   where it is empty, cut off or in no known format, or its size, voxel sizes, affine or data type make no sense.
  public static func readHeader(_ url: URL) throws(VolumeFileError) -> VolumeHeader {
    try VolumeFormats.format(of: url).open(url).header
  }

  /// Reads an image, its channels one after the other.
  /// - Returns: The image; its header; and how many voxels were not finite, which have the smallest finite value of their channel now.
  /// - Throws: as ``readHeader(_:)``; also where a channel has no finite voxel.
  public static func readImage(
    _ url: URL
  ) throws(VolumeFileError) -> (image: Volume, header: VolumeHeader, nonFinite: Int) {
    var (image, header, nonFinite) = try readStoredImage(url)
    if nonFinite > 0, !image.replaceNonFinite() {
      throw .badData(url, "holds no finite voxel in one of its channels; export it again")
    }
    return (image, header, nonFinite)
  }

  /// Reads an image without replacing voxels that are not finite.
  /// - Throws: as ``readHeader(_:)``.
  public static func readStoredImage(
    _ url: URL
  ) throws(VolumeFileError) -> (image: Volume, header: VolumeHeader, nonFinite: Int) {
    let stored = try VolumeFormats.format(of: url).open(url)
    let header = stored.header
    let (voxels, nonFinite) = try VoxelReader(source: stored.voxels).floats()
    return (
      Volume(geometry: header.geometry, channels: header.channels, voxels: voxels), header,
      nonFinite
    )
  }

  /// Reads a label map; whole numbers that are stored as floats are accepted.
  /// - Throws: as ``readHeader(_:)``; also where a voxel is no whole number from 0 to 65535, or there is more than one channel.
  public static func readLabels(
    _ url: URL
  ) throws(VolumeFileError) -> (labels: LabelMap, header: VolumeHeader) {
    let stored = try VolumeFormats.format(of: url).open(url)
    let header = stored.header
    guard header.channels == 1 else {
      throw .badData(
        url,
        header.segments.isEmpty
          ? "has \(header.channels) channels; a label map has one label for every voxel"
          : """
          holds \(header.channels) layers of overlapping segments; a label map has one label for \
          every voxel: export the segments as a label map
          """
      )
    }
    let voxels = try VoxelReader(source: stored.voxels).labels(file: url)
    return (LabelMap(geometry: header.geometry, voxels: voxels), header)
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
