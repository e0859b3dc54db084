/// The weighted sum of losses.
public struct WeightedSum: Hashable, Sendable {
  /// One for each loss.
  public var weights: [Float]
}

extension WeightedSum: OperationDefinition {
  package var name: String { "sum of losses" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [.scalar] }
  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { true }
  package func gradient(_ context: GradientContext) -> [GradientStep] { [.weigh(weights)] }
  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  package var recomputation: RecomputationCost { .never }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .none }
}
