import Foundation

/// A format of image files.
///
/// A format reads headers and says where the voxels are; reading them, finite values, labels and the memory they take are the same for all.
protocol VolumeFormat: Sendable {
  /// What people call it.
  var name: String { get }
  /// All endings, those that help texts name first.
  var endings: [FileEnding] { get }
  /// The ending of results for images in this format.
  var resultEnding: String { get }

  /// Whether a file is in this format, by its first bytes.
  /// - Parameter start: As many as the registry reads, decompressed.
  func recognizes(_ start: [UInt8]) -> Bool
  /// Reads a header and checks it, and that the files can hold the voxels it claims.
  /// - Throws: ``VolumeFileError`` of kind `inputOutput` where a file is missing or cannot be read; of kind `badData`
  ///   where it is cut off or in another format, or its size, voxel sizes, affine or data type make no sense.
  func open(_ url: URL) throws(VolumeFileError) -> StoredImage
  /// Writes a file, whole or not at all.
  /// - Parameter voxels: In C order (channel, z, y, x), bytes in this machine's order.
  func write(_ image: ImageToWrite, _ voxels: UnsafeRawBufferPointer, to url: URL) throws
  /// The files that an image consists of, the named one included.
  func filesRead(_ url: URL) -> [URL]
  /// The files that writing an image makes.
  func filesWritten(_ url: URL) -> [URL]
}

extension VolumeFormat {
  /// The ending of a file's name, or `nil` where it is none of the format's.
  func ending(of name: String) -> FileEnding? {
    let lowercase = name.lowercased()
    return endings.filter { lowercase.hasSuffix($0.text) && lowercase.count > $0.text.count }
      .max { $0.text.count < $1.text.count }
  }
}
