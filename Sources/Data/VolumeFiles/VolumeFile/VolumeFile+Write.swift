import Files
public import Foundation
public import Labels
public import Volumes

extension VolumeFile {
  /// Writes a label map as uint8, or as uint16 where a label is above 255.
  ///
  /// The file appears whole or not at all. Free text of the origin's header is not carried over.
  /// - Parameters:
  ///   - origin: The header of the file that the labels belong to. In a file of its format, what it says of the geometry is kept
  ///     bit for bit; channels are dropped. `nil` for a header that follows from the geometry.
  ///   - url: The ending decides the format.
  ///   - largestValue: Chooses the data type in place of the largest label that occurs, so that all maps of a model have one type.
  ///   - names: The labels' names, for files that hold them.
  /// - Throws: ``VolumeFileError`` where the name has no known ending, the disk is full or the folder cannot be written.
  public static func write(
    _ labels: LabelMap, like origin: VolumeHeader? = nil, to url: URL, largestValue: UInt16 = 0,
    names: LabelScheme? = nil
  ) throws {
    let largest = max(largestValue, labels.voxels.max() ?? 0)
    let image = ImageToWrite(
      geometry: labels.geometry, channels: nil, type: largest > 255 ? .uint16 : .uint8,
      origin: origin, labels: names)
    let format = try format(for: image, to: url)
    if image.type == .uint16 {
      try labels.voxels.withUnsafeBytes { try format.write(image, $0, to: url) }
    } else {
      let narrow = [UInt8](unsafeUninitializedCapacity: labels.voxels.count) { target, count in
        for (index, label) in labels.voxels.enumerated() {
          target[index] = UInt8(truncatingIfNeeded: label)
        }
        count = labels.voxels.count
      }
      try narrow.withUnsafeBytes { try format.write(image, $0, to: url) }
    }
  }

  /// Writes an image with all its channels.
  /// - Parameters:
  ///   - origin: as in ``write(_:like:to:largestValue:names:)``.
  ///   - url: The ending decides the format.
  ///   - type: How voxels are stored; whole types get the nearest number that they can hold. Not `float128`.
  /// - Throws: as ``write(_:like:to:largestValue:names:)``.
  public static func writeImage(
    _ volume: Volume, like origin: VolumeHeader? = nil, to url: URL, as type: VoxelType = .float32
  ) throws {
    guard type != .float128 else {
      throw VolumeFileError(.usage, "cannot be written as float128; choose float64", url: url)
    }
    let image = ImageToWrite(
      geometry: volume.geometry, channels: volume.channels, type: type, origin: origin)
    let format = try format(for: image, to: url)
    if type == .float32 {
      try volume.voxels.withUnsafeBytes { try format.write(image, $0, to: url) }
    } else {
      let bytes = VoxelEncoding(type: type).bytes(volume.voxels)
      try bytes.withUnsafeBytes { try format.write(image, $0, to: url) }
    }
  }

  /// Refuses the name of a file that cannot be written.
  /// - Throws: ``VolumeFileError`` of kind `usage` that lists what can.
  public static func requireWritable(_ url: URL) throws(VolumeFileError) {
    guard let known = VolumeFormats.named(url.lastPathComponent), known.ending.isWritable else {
      let endings = VolumeFormats.all.flatMap { $0.endings.filter(\.isWritable).map(\.text) }
      throw VolumeFileError(
        .usage, "no such file can be written; the name must end in \(endings.listed)", url: url)
    }
  }

  private static func format(
    for image: ImageToWrite, to url: URL
  ) throws(VolumeFileError) -> any VolumeFormat {
    try requireWritable(url)
    if let origin = image.origin, origin.geometry.extent != image.geometry.extent {
      throw VolumeFileError(
        .internalFault,
        """
        its \(image.geometry.extent) voxels do not fit the header of an image of \
        \(origin.geometry.extent)
        """,
        url: url)
    }
    return VolumeFormats.named(url.lastPathComponent)?.format ?? VolumeFormats.standard
  }
}

extension [String] {
  /// "a, b or c".
  var listed: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " or " + (last ?? "")
  }
}
