public import Files

/// A phantom that cannot be made as asked.
public struct PhantomError: UserFacingError, Hashable {
  public var description: String
  public var kind: FailureKind { .usage }

  init(_ description: String) { self.description = description }
}
