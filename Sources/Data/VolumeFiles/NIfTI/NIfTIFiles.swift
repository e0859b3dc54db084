import Foundation

/// The one or two files that a NIfTI image lies in.
struct NIfTIFiles {
  /// The file that the user named.
  var named: URL
  var header: URL
  var voxels: URL

  /// The endings by which a NIfTI file is recognised, longest first.
  static let endings = [".nii.gz", ".hdr.gz", ".img.gz", ".nii", ".hdr", ".img"]

  /// The ending of a file's name, or `nil` where it is none of NIfTI's.
  static func ending(of name: String) -> String? {
    let lowercase = name.lowercased()
    return endings.first { lowercase.hasSuffix($0) && lowercase.count > $0.count }
  }

  /// The files of an image that exists: for `.hdr` and `.img` the other one is looked for beside it.
  init(reading url: URL) {
    self.init(named: url) { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The files of an image that shall be written.
  init(writing url: URL) {
    self.init(named: url) { _ in true }
  }

  private init(named url: URL, exists: (URL) -> Bool) {
    self.init(named: url, header: url, voxels: url)
    let name = url.lastPathComponent
    guard let ending = Self.ending(of: name), !ending.hasPrefix(".nii") else { return }
    let stem = String(name.dropLast(ending.count))
    let folder = url.deletingLastPathComponent()
    func partner(_ kind: String) -> URL {
      let isCompressed = ending.hasSuffix(".gz")
      let candidates = [kind + (isCompressed ? ".gz" : ""), kind + (isCompressed ? "" : ".gz")]
        .map { folder.appendingPathComponent(stem + $0) }
      return candidates.first(where: exists) ?? candidates[0]
    }
    if ending.hasPrefix(".hdr") {
      voxels = partner(".img")
    } else {
      header = partner(".hdr")
    }
  }

  private init(named: URL, header: URL, voxels: URL) {
    self.named = named
    self.header = header
    self.voxels = voxels
  }

  /// What the file system says of a file.
  struct Status {
    var size: Int
    var isCompressed: Bool
  }

  /// The size of a file and whether it is gzip by its first bytes.
  /// - Throws: where it is missing, no plain file, not readable or empty.
  static func status(of url: URL) throws(VolumeFileError) -> Status {
    var information = stat()
    guard stat(url.path, &information) == 0 else {
      if errno == ENOENT { throw .inputOutput(url, "there is no such file") }
      throw .inputOutput(url, "cannot read", errno: errno)
    }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      throw .inputOutput(url, "is a folder where a file is expected")
    }
    let descriptor = open(url.path, O_RDONLY)
    guard descriptor >= 0 else { throw .inputOutput(url, "cannot read", errno: errno) }
    defer { close(descriptor) }
    var start: [UInt8] = [0, 0]
    let count = read(descriptor, &start, 2)
    guard count >= 0 else { throw .inputOutput(url, "cannot read", errno: errno) }
    guard count > 0 else { throw .badData(url, "is empty; copy or export the file again") }
    return Status(
      size: Int(information.st_size), isCompressed: count == 2 && start == [0x1F, 0x8B])
  }
}
