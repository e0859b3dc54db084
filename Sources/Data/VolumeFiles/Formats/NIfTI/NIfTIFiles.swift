import Foundation

/// The one or two files that a NIfTI image lies in.
struct NIfTIFiles {
  /// The file that the user named.
  var named: URL
  var header: URL
  var voxels: URL

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
    guard let ending = NIfTIFormat().ending(of: name)?.text, !ending.hasPrefix(".nii") else {
      return
    }
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
}
