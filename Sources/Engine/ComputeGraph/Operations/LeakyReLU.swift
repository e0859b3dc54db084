/// max(x, slope · x).
///
/// Source: Maas et al. 2013.
public struct LeakyReLU: Hashable, Sendable {
  /// Positive, so that the gradient can be told from the output.
  public var slope: Float
}

extension LeakyReLU: OperationDefinition {
  package var name: String { "activation" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [inputs[0]] }
  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { true }

  package func gradient(_ context: GradientContext) -> [GradientStep] {
    [
      .compute(
        .leakyReLUGradient(LeakyReLUGradient(slope: slope)), [.sum, .result(0)], targets: [0])
    ]
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  package var recomputation: RecomputationCost { .memoryPass }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .activation(slope: slope) }
}

/// The gradient of LeakyReLU.
///
/// Inputs: gradient of the output, output.
public struct LeakyReLUGradient: Hashable, Sendable {
  public var slope: Float
}

extension LeakyReLUGradient: BackwardOperation {
  package var name: String { "activation gradient" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [inputs[0]] }
  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
}
