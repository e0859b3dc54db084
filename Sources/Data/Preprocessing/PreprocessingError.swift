public import Files

/// A volume that cannot be prepared for a network.
public struct PreprocessingError: UserFacingError, Hashable {
  public var description: String
  public var kind: FailureKind { .badData }

  public init(_ description: String) { self.description = description }
}
