import Files
import Foundation
import VolumeFiles

/// The label maps of a folder by the names of their cases.
struct LabelMapFolder {
  /// By file name without ending, sorted.
  private(set) var files: [(stem: String, url: URL)] = []

  /// Lists the image files of a folder, not of folders within; hidden files are left out.
  ///
  /// One file is a list of its own.
  /// - Throws: ``FileError`` where the folder cannot be listed.
  init(_ folder: URL) throws {
    if !folder.isFolder, VolumeFile.isImage(folder.lastPathComponent) {
      files = [(VolumeFile.stem(of: folder.lastPathComponent), folder)]
      return
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw FileError("cannot list this folder", path: folder.path)
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      guard VolumeFile.isImage(name) else { continue }
      files.append((VolumeFile.stem(of: name), folder.appendingPathComponent(name)))
    }
  }
}
