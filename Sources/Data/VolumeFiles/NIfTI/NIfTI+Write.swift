import Files
public import Foundation
public import Volumes

extension NIfTI {
  /// Writes a label map as uint8, or as uint16 where a label is above 255.
  ///
  /// The file appears whole or not at all. Free text of the header is not carried over.
  /// - Parameters:
  ///   - header: The header of the file that the labels belong to: version, shape, affine fields, codes and units are
  ///     copied bit for bit; channels are dropped. `nil` for a header that follows from the geometry.
  ///   - url: `.nii`, `.nii.gz`, `.hdr` or `.img`; the ending decides the form.
  ///   - largestValue: Chooses the data type in place of the largest label that occurs, so that all maps of a model have one type.
  /// - Throws: ``VolumeFileError`` where the name has none of these endings, the disk is full or the folder cannot be written.
  public static func write(
    _ labels: LabelMap, like header: NIfTIHeader? = nil, to url: URL, largestValue: UInt16 = 0
  ) throws {
    let largest = max(largestValue, labels.voxels.max() ?? 0)
    let dataType: NIfTIDataType = largest > 255 ? .uint16 : .uint8
    let outgoing = try outgoingHeader(
      like: header, geometry: labels.geometry, channels: nil, dataType: dataType, url: url)
    if dataType == .uint16 {
      try labels.voxels.withUnsafeBytes { try write($0, outgoing, to: url) }
    } else {
      let narrow = [UInt8](unsafeUninitializedCapacity: labels.voxels.count) { target, count in
        for (index, label) in labels.voxels.enumerated() {
          target[index] = UInt8(truncatingIfNeeded: label)
        }
        count = labels.voxels.count
      }
      try narrow.withUnsafeBytes { try write($0, outgoing, to: url) }
    }
  }

  /// Writes an image as float32, channels as the fourth axis.
  /// - Parameters: as ``write(_:like:to:largestValue:)``.
  /// - Throws: as ``write(_:like:to:largestValue:)``.
  public static func write(_ volume: Volume, like header: NIfTIHeader? = nil, to url: URL) throws {
    let outgoing = try outgoingHeader(
      like: header, geometry: volume.geometry, channels: volume.channels, dataType: .float32,
      url: url)
    try volume.voxels.withUnsafeBytes { try write($0, outgoing, to: url) }
  }

  private static func outgoingHeader(
    like header: NIfTIHeader?, geometry: Geometry, channels: Int?, dataType: NIfTIDataType, url: URL
  ) throws(VolumeFileError) -> OutgoingHeader {
    guard let header else {
      return OutgoingHeader(geometry: geometry, channels: channels ?? 1, dataType: dataType)
    }
    guard header.geometry.extent == geometry.extent else {
      throw VolumeFileError(
        .internalFault,
        """
        its \(geometry.extent) voxels do not fit the header of an image of \
        \(header.geometry.extent)
        """,
        url: url)
    }
    return OutgoingHeader(like: header, channels: channels, dataType: dataType)
  }

  private static func write(
    _ voxels: UnsafeRawBufferPointer, _ header: OutgoingHeader, to url: URL
  ) throws {
    guard let ending = NIfTIFiles.ending(of: url.lastPathComponent) else {
      throw VolumeFileError(
        .usage, "the name of a NIfTI file ends in .nii.gz, .nii, .hdr or .img", url: url)
    }
    let isCompressed = ending.hasSuffix(".gz")
    let files = NIfTIFiles(writing: url)
    if files.header == files.voxels {
      try writeFile([header.bytes(isPair: false), voxels], compressed: isCompressed, to: url)
      return
    }
    try writeFile([voxels], compressed: isCompressed, to: files.voxels)
    do {
      try writeFile([header.bytes(isPair: true)], compressed: isCompressed, to: files.header)
    } catch {
      try? FileManager.default.removeItem(at: files.voxels)
      throw error
    }
  }

  private static func writeFile(
    _ parts: [any Collection<UInt8>], compressed: Bool, to url: URL
  ) throws {
    try AtomicFile.write(to: url) { temporary in
      errno = 0
      guard let stream = NIfTIStream(writing: temporary, compressed: compressed) else {
        throw VolumeFileError.inputOutput(url, "cannot write", errno: errno)
      }
      var size = 0
      for part in parts {
        size += part.count
        let done = part.withContiguousStorageIfAvailable {
          stream.write(UnsafeRawBufferPointer($0))
        }
        guard done == true else {
          throw VolumeFileError.inputOutput(url, "cannot write", errno: errno)
        }
      }
      guard stream.close() else {
        throw VolumeFileError.inputOutput(url, "cannot write", errno: errno)
      }
      let written = try NIfTIFiles.status(of: temporary).size
      guard compressed || written == size else {
        throw VolumeFileError.inputOutput(url, "only \(written) of \(size) bytes could be written")
      }
    }
  }
}
