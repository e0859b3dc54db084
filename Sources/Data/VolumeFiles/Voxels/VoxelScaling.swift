/// The factor and the summand that make real values of stored ones.
public struct VoxelScaling: Sendable, Hashable {
  public var slope: Double
  public var intercept: Double
}
