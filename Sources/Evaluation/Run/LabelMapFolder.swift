import Files
import Foundation
import VolumeFiles

/// The label maps of a folder by the names of their cases.
struct LabelMapFolder {
  static let endings = [".nii.gz", ".nii", ".hdr.gz", ".hdr"]

  /// By file name without ending, sorted.
  private(set) var files: [(stem: String, url: URL)] = []

  /// Lists the NIfTI files of a folder, not of folders within; hidden files are left out.
  /// - Throws: ``FileError`` where the folder cannot be listed.
  init(_ folder: URL) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw FileError("cannot list this folder", path: folder.path)
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      let lowercase = name.lowercased()
      guard
        let ending = Self.endings.first(where: {
          lowercase.hasSuffix($0) && lowercase.count > $0.count
        })
      else { continue }
      files.append((String(name.dropLast(ending.count)), folder.appendingPathComponent(name)))
    }
  }

  static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
