public import ComputeGraph

/// Instance normalisation with parameters `weight` and `bias`.
///
/// Shape: unchanged.
public struct NormalizationLayer: Layer {
  /// What `weight` starts with.
  public var initialScale: Float

  public init(initialScale: Float = 1) { self.initialScale = initialScale }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.instanceNormalization(initialScale: initialScale)
  }
}
