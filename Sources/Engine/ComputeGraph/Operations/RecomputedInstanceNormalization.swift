/// The output of a normalisation once more, from known statistics.
///
/// Inputs: feature map, scale, bias, statistics, residual if there is one.
public struct RecomputedInstanceNormalization: Hashable, Sendable {
  public var normalization: InstanceNormalization
}

extension RecomputedInstanceNormalization: BackwardOperation {
  package var name: String { "recomputed normalisation" }

  package func results(of inputs: [TensorType]) -> [TensorType] { [inputs[0]] }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
}
