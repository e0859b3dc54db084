/// What the operations of one kind took.
public struct OperationProfile: Hashable, Sendable {
  public var seconds = 0.0
  public var floatingPointOperations = 0.0

  public init(seconds: Double = 0, floatingPointOperations: Double = 0) {
    self.seconds = seconds
    self.floatingPointOperations = floatingPointOperations
  }
}
