public import Foundation

/// Programs of the system that tests look at results with: enable such tests by `.enabled(if:)` so that they show as skipped.
public enum InstalledProgram {
  /// Where a program is installed, or `nil`.
  public static func url(_ name: String) -> URL? {
    ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map {
      URL(fileURLWithPath: "\($0)/\(name)")
    }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Whether all of some programs are installed.
  public static func areThere(_ names: String...) -> Bool { names.allSatisfy { url($0) != nil } }
}
