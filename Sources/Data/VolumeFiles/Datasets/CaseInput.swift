import Files
public import Foundation
public import Volumes

/// An image to be read: one file, or one file for each channel.
public struct CaseInput: Sendable, Hashable {
  /// The file's name without channel number and ending.
  public var id: String
  /// One file with all channels, or one for each channel in order.
  public var channelFiles: [URL]

  public init(id: String, channelFiles: [URL]) {
    self.id = id
    self.channelFiles = channelFiles
  }

  /// Finds the cases that files and folders hold.
  ///
  /// Files whose names without ending are `CASE_0000`, `CASE_0001`, ... are the channels of one case, as in nnU-Net; naming one of
  /// them names them all. Every other image file is a case of its own. Folders are not searched for further folders.
  /// - Returns: The cases, sorted by ``id``.
  /// - Throws: ``VolumeFileError`` where a path is missing, no image file or an empty folder, a case lacks a channel, or
  ///   two cases have one name.
  public static func find(in paths: [URL]) throws(VolumeFileError) -> [CaseInput] {
    var cases: [String: CaseInput] = [:]
    for path in paths {
      for found in try find(in: path) {
        let same = cases[found.id]?.channelFiles.map(\.standardizedFileURL.path)
        guard same == nil || same == found.channelFiles.map(\.standardizedFileURL.path) else {
          throw VolumeFileError(
            .usage,
            """
            two files are named \(found.id), so that their results would have one name: \
            \(cases[found.id]?.channelFiles.first?.relativePath ?? "") is the other; rename one
            """,
            path: found.channelFiles.first?.relativePath ?? path.relativePath)
        }
        cases[found.id] = found
      }
    }
    return cases.values.sorted { $0.id < $1.id }
  }

  private static func find(in path: URL) throws(VolumeFileError) -> [CaseInput] {
    guard FileManager.default.fileExists(atPath: path.path) else {
      throw .inputOutput(path, "there is no such file")
    }
    if path.isFolder {
      let names = try ImageNames(in: path)
      guard !names.stems.isEmpty else {
        throw .badData(path, "holds no image file: \(VolumeFile.formatList)")
      }
      return try names.cases(labelled: [])
    }
    guard VolumeFile.ending(of: path.lastPathComponent) != nil else {
      throw VolumeFileError(
        .badData, "is no image file by its name: \(VolumeFile.formatList)", url: path)
    }
    let stem = VolumeFile.stem(of: path.lastPathComponent)
    guard let (id, _) = ImageNames.channel(of: stem) else {
      return [CaseInput(id: stem, channelFiles: [path])]
    }
    let names = try ImageNames(in: path.deletingLastPathComponent()) {
      ImageNames.channel(of: $0)?.id == id
    }
    guard names.stems[id + "_0000"] != nil else {
      return [CaseInput(id: stem, channelFiles: [path])]
    }
    return try names.cases(labelled: [])
  }

  /// Reads the image, several files becoming the channels of one.
  /// - Returns: The image, finite everywhere; the first file's header, with the notes of all; and how many voxels were not finite.
  /// - Throws: ``VolumeFileError`` where a file cannot be read or does not lie on the first one's grid.
  public func readImage() throws(VolumeFileError) -> (
    image: Volume, header: VolumeHeader, nonFinite: Int
  ) {
    guard let first = channelFiles.first else {
      throw VolumeFileError(.internalFault, "has no image file", path: id)
    }
    var (image, header, nonFinite) = try VolumeFile.readImage(first)
    guard channelFiles.count > 1 else { return (image, header, nonFinite) }
    var voxels = image.voxels
    voxels.reserveCapacity(voxels.count * channelFiles.count)
    for (index, file) in channelFiles.enumerated() {
      if index > 0 {
        let next = try VolumeFile.readImage(file)
        try header.geometry.requireSameGrid(
          as: next.header.geometry, "channel", file: file.relativePath,
          imageFile: first.lastPathComponent)
        image = next.image
        nonFinite += next.nonFinite
        for note in next.header.notes where !header.notes.contains(note) {
          header.notes.append(note)
        }
        voxels += image.voxels
      }
      guard image.channels == 1 else {
        throw .badData(
          file,
          """
          has \(image.channels) channels although its name gives it one \
          (_\(String(format: "%04d", index))); store one channel a file, or one file a case
          """
        )
      }
    }
    image = Volume(geometry: header.geometry, channels: channelFiles.count, voxels: voxels)
    return (image, header, nonFinite)
  }
}
