import Files
public import Foundation

/// Opens data sets of any form.
public enum Datasets {
  /// Opens an HDF5 data set or a folder of image files.
  /// - Parameters:
  ///   - url: An HDF5 file, or a folder that ``DatasetFolder`` reads.
  ///   - foreign: Where images and labels are in HDF5 files of other tools; `nil` for files that `seg pack` made.
  /// - Throws: ``VolumeFileError``.
  public static func open(_ url: URL, foreign: HDF5Keys? = nil) throws(VolumeFileError)
    -> any CaseStore
  {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .inputOutput(url, "there is no such file or folder")
    }
    if url.isFolder && foreign == nil { return try DatasetFolder(url) }
    return try HDF5Dataset(url, foreign: foreign)
  }
}
