/// Each sample times its factor.
///
/// Inputs: feature map, factors.
struct SampleScaling: OperationDefinition {
  var name: String { "drop path" }
  func results(of inputs: [TensorType]) -> [TensorType] { [inputs[0]] }
  var storage: FeatureStorage { .planPrecision }
  var takesGradient: Bool { true }

  func gradient(_ context: GradientContext) -> [GradientStep] {
    [.compute(.scaleSamples, [.sum, .input(1)], targets: [0])]
  }

  func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  var recomputation: RecomputationCost { .memoryPass }
  var repetition: Repetition? { nil }
  var fusion: FusionRole { .none }
}
