public import Files

/// A case that cannot be predicted, or models that do not belong together.
public struct InferenceError: UserFacingError, Hashable {
  public var kind: FailureKind
  /// The file or folder it is about.
  public var source: String
  public var message: String

  public init(_ kind: FailureKind, _ message: String, source: String) {
    self.kind = kind
    self.source = source
    self.message = message
  }

  public var description: String { "\(source): \(message)" }
}
