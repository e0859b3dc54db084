public import Foundation

/// Where large or licensed data for tests lies, if it is on this machine: `$SEG_SHARED`, else `../shared` beside the project.
public enum SharedData {
  /// The root of the project, found from this file's place.
  public static var projectRoot: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// A file or folder of the shared data, or `nil` where it is absent: enable tests by `.enabled(if:)` so that they show as skipped.
  public static func url(_ path: String) -> URL? {
    let root =
      ProcessInfo.processInfo.environment["SEG_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? projectRoot.deletingLastPathComponent().appendingPathComponent("shared")
    let url = root.appendingPathComponent(path)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  /// A committed, generated fixture: `Tests/Fixtures/...`.
  public static func fixture(_ path: String) -> URL {
    projectRoot.appendingPathComponent("Tests/Fixtures").appendingPathComponent(path)
  }
}
