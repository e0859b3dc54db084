import Foundation

/// The files that hold the voxels of a header in a file of its own.
struct DetachedVoxels {
  /// The file of the header.
  var header: URL
  /// As the header names them, relative to its folder.
  var names: [String]

  var urls: [URL] {
    names.map {
      $0.hasPrefix("/")
        ? URL(fileURLWithPath: $0)
        : header.deletingLastPathComponent().appendingPathComponent($0)
    }
  }

  /// The parts of all voxels, each file holding as many.
  /// - Parameters:
  ///   - skipped: How many bytes to leave out before the voxels; -1 for those before the last ones.
  ///   - offset: Where the bytes of a file begin.
  func parts(
    bytes: Int, elementSize: Int, compression: Compression, skipped: Int,
    offset: (URL) throws(VolumeFileError) -> Int = { _ in 0 }
  ) throws(VolumeFileError) -> [VoxelSource.Part] {
    guard !names.isEmpty, bytes % (names.count * elementSize) == 0 else {
      throw .badData(
        header, "names \(names.count) files of voxels, over which they cannot be spread evenly")
    }
    let share = bytes / names.count
    var parts: [VoxelSource.Part] = []
    for url in urls {
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw .inputOutput(header, "its voxels, \(url.lastPathComponent), are missing beside it")
      }
      var part = VoxelSource.Part(
        url: url, offset: try offset(url), skipped: skipped, compression: compression, bytes: share)
      if skipped == -1 {
        guard compression == .none else {
          throw .badData(header, "counts bytes to skip from the end of compressed voxels")
        }
        let size = try FileStatus(of: url).size
        (part.offset, part.skipped) = (max(0, size - share), 0)
      }
      parts.append(part)
    }
    return parts
  }

  /// Refuses names with a pattern for numbers, which would name a series of files.
  static func refusePattern(_ name: String, header: URL) throws(VolumeFileError) {
    guard name.contains("%") else { return }
    throw .badData(
      header,
      "names its voxels by a pattern, \(name), which is not supported; list the files or join them")
  }
}
