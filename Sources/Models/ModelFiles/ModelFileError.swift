public import Files

/// A file of weights or a description of a model that cannot be used.
public struct ModelFileError: UserFacingError, Hashable {
  public var kind: FailureKind
  /// The file or folder, as the user named it.
  public var path: String
  public var message: String

  public init(_ message: String, path: String, kind: FailureKind = .badData) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}
