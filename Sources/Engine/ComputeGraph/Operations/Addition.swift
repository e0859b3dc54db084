/// The sum of two feature maps.
struct Addition: OperationDefinition {
  var name: String { "addition" }

  func results(of inputs: [TensorType]) -> [TensorType] {
    precondition(inputs[0] == inputs[1], "cannot add \(inputs[0]) and \(inputs[1])")
    return [inputs[0]]
  }

  var storage: FeatureStorage { .planPrecision }
  var takesGradient: Bool { true }
  func gradient(_ context: GradientContext) -> [GradientStep] { [.pass(to: [0, 1])] }
  func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  var recomputation: RecomputationCost { .memoryPass }
  var repetition: Repetition? { nil }
  var fusion: FusionRole { .addition }
}
