public import Files

/// A pipeline file that cannot be used.
public struct PipelineError: UserFacingError, Hashable {
  /// The file or the pipeline's name.
  public var source: String
  public var message: String
  public var kind: FailureKind

  public init(_ message: String, source: String, kind: FailureKind = .badData) {
    self.message = message
    self.source = source
    self.kind = kind
  }

  public var description: String { "\(source): \(message)" }
}
