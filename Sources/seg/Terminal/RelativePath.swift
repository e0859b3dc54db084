import Foundation

extension URL {
  /// The path as a person in the current folder would write it.
  var relativeToCurrentFolder: String {
    let folder = FileManager.default.currentDirectoryPath + "/"
    let path = standardizedFileURL.path
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }
}
