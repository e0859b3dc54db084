public import Files
public import Foundation

/// Why a network could not be trained.
public struct TrainingError: UserFacingError, Hashable {
  public var kind: FailureKind
  public var message: String
  /// The file or folder that it is about, as the user named it; `nil` where it is about none.
  public var path: String?

  public init(kind: FailureKind, _ message: String, file: URL? = nil) {
    self.kind = kind
    self.message = message
    path = file?.path
  }

  public var description: String { path.map { "\($0): \(message)" } ?? message }

  /// Data or a file with the wrong content.
  public static func badData(_ message: String, file: URL? = nil) -> TrainingError {
    TrainingError(kind: .badData, message, file: file)
  }

  /// A file or folder that cannot be read or written.
  public static func inputOutput(_ message: String, file: URL? = nil) -> TrainingError {
    TrainingError(kind: .inputOutput, message, file: file)
  }

  /// A folder that a new training may not write to.
  static func isTaken(_ folder: URL) -> TrainingError {
    usage("holds a training already; go on with --resume, or choose another --output", file: folder)
  }

  /// Options that do not go together.
  public static func usage(_ message: String, file: URL? = nil) -> TrainingError {
    TrainingError(kind: .usage, message, file: file)
  }
}
