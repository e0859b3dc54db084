public import Files

/// A failure of the compute engine: the library below refused something, or the network does not fit the machine.
public struct EngineError: UserFacingError, Hashable {
  public var kind: FailureKind
  public var description: String

  public init(_ description: String, kind: FailureKind = .internalFault) {
    self.description = description
    self.kind = kind
  }
}
