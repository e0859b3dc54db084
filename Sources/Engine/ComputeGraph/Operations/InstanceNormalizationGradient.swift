/// The gradients of the feature map, the scale and the bias of a normalisation, and of the residual if there is one.
///
/// Inputs: gradients of the output (added up, one or two), feature map, output, scale, bias, statistics.
public struct InstanceNormalizationGradient: Hashable, Sendable {
  public var normalization: InstanceNormalization
  /// How many gradients of the output there are.
  public var gradients: Int
}

extension InstanceNormalizationGradient: BackwardOperation {
  package var name: String { "normalisation gradient" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    let map = inputs[gradients]
    return [map, inputs[gradients + 2], inputs[gradients + 3]]
      + (normalization.hasResidual ? [map] : [])
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
}
