public import Files

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

  /// Options that do not go together.
  public static func usage(_ description: String) -> TrainingError {
    TrainingError(kind: .usage, description)
  }
}
