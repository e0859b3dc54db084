public import Files
import Foundation

/// Why a network could not be trained.
public struct TrainingError: UserFacingError, Hashable {
  public var kind: FailureKind
  public var description: String

  public init(kind: FailureKind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// Data or a file with the wrong content.
  public static func badData(_ description: String) -> TrainingError {
    TrainingError(kind: .badData, description)
  }

  /// A file or folder that cannot be read or written.
  public static func inputOutput(_ description: String) -> TrainingError {
    TrainingError(kind: .inputOutput, description)
  }

  /// A folder that a new training may not write to.
  static func isTaken(_ folder: URL) -> TrainingError {
    usage(
      "\(folder.path): holds a training already; go on with --resume, or choose another --output")
  }

  /// Options that do not go together.
  public static func usage(_ description: String) -> TrainingError {
    TrainingError(kind: .usage, description)
  }
}
