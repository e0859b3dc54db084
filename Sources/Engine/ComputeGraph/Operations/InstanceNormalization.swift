/// Normalisation of every sample and channel by its own mean and variance, with scale and bias, then optionally
/// the addition of a residual and LeakyReLU.
///
/// Inputs: feature map, scale, bias, residual if there is one. Results: output, statistics.
/// Source: Ulyanov et al. 2016, arXiv:1607.08022.
public struct InstanceNormalization: Hashable, Sendable {
  public var epsilon: Float
  public var hasResidual = false
  /// The slope of a LeakyReLU at the end, or `nil` without.
  public var slope: Float?

  public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }
}

extension InstanceNormalization: OperationDefinition {
  package var name: String { "normalisation" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    let shape = inputs[0].shape
    return [.features(shape), .statistics(batch: shape.batch, channels: shape.channels)]
  }

  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { true }

  package func gradient(_ context: GradientContext) -> [GradientStep] {
    // Two gradients are added inside the operation; more are added before.
    let arrived: [GradientOperand] =
      context.arrivedCount > 2 ? [.sum] : (0..<context.arrivedCount).map { .arrived($0) }
    let gradient = InstanceNormalizationGradient(
      normalization: self, gradients: arrived.count)
    return [
      .compute(
        .instanceNormalizationGradient(gradient),
        arrived + [.input(0), .result(0), .input(1), .input(2), .result(1)],
        targets: Array(context.inputs.indices))
    ]
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }

  package var recomputation: RecomputationCost { hasResidual ? .blockEnd : .memoryPass }

  package var repetition: Repetition? {
    Repetition(
      .recomputedInstanceNormalization(RecomputedInstanceNormalization(normalization: self)),
      [.input(0), .input(1), .input(2), .result(1)] + (hasResidual ? [.input(3)] : []))
  }

  package var fusion: FusionRole {
    hasResidual || slope != nil ? .none : .normalization(self)
  }
}
