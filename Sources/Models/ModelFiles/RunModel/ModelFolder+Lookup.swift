public import Foundation

extension ModelFolder {
  /// The models of a run folder: its own, or those of the folds of a cross-validation in it.
  ///
  /// Where there is neither, the folder itself, which then says what is missing when it is read.
  public static func models(at url: URL) -> [ModelFolder] {
    let own = ModelFolder(url)
    func isThere(_ folder: ModelFolder) -> Bool {
      FileManager.default.fileExists(atPath: folder.descriptionFile.path)
    }
    if isThere(own) { return [own] }
    let folds = RunLayout(url).folds.map { ModelFolder($0.folder) }.filter(isThere)
    return folds.isEmpty ? [own] : folds
  }

  /// The run among the folders in `runs` whose model was written last, or `nil` where there is none.
  ///
  /// It may be a cross-validation.
  public static func newest(in runs: URL) -> ModelFolder? {
    let folders =
      (try? FileManager.default.contentsOfDirectory(
        at: runs, includingPropertiesForKeys: nil)) ?? []
    func written(_ folder: ModelFolder) -> Date? {
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: folder.descriptionFile.path)
      return attributes?[.modificationDate] as? Date
    }
    return folders.sorted { $0.path < $1.path }
      .compactMap { folder in
        models(at: folder).compactMap(written).max().map { (ModelFolder(folder), $0) }
      }
      .max { $0.1 < $1.1 }?.0
  }
}
