import Foundation

/// What the file system says of a file with content.
struct FileStatus {
  var size: Int
  /// By its first bytes.
  var isGzip: Bool

  /// - Throws: ``VolumeFileError`` where it is missing, no plain file, not readable or empty.
  init(of url: URL) throws(VolumeFileError) {
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
    size = Int(information.st_size)
    isGzip = count == 2 && start == [0x1F, 0x8B]
  }
}
