import Files
import Foundation
import VolumeFiles

/// The label maps of a folder by the names of their cases.
struct LabelMapFolder {
  static let endings = [".nii.gz", ".nii", ".hdr.gz", ".hdr"]

  /// By file name without ending, sorted.
  private(set) var files: [(stem: String, url: URL)] = []

  /// Lists the NIfTI files of a folder, not of folders within; hidden files are left out.
  ///
  /// One file
  /// is a list of its own.
  /// - Throws: ``FileError`` where the folder cannot be listed.
  init(_ folder: URL) throws {
    if !Self.isFolder(folder), let stem = Self.stem(of: folder.lastPathComponent) {
      files = [(stem, folder)]
      return
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw FileError("cannot list this folder", path: folder.path)
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      guard let stem = Self.stem(of: name) else { continue }
      files.append((stem, folder.appendingPathComponent(name)))
    }
  }

  /// A file's name without its ending, or `nil` where it is not one of NIfTI's.
  static func stem(of name: String) -> String? {
    let lowercase = name.lowercased()
    let ending = endings.first { lowercase.hasSuffix($0) && lowercase.count > $0.count }
    return ending.map { String(name.dropLast($0.count)) }
  }

  static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
