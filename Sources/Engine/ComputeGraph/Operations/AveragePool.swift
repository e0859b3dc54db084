/// The mean over windows of the stride's size; incomplete windows at the end are left out.
public struct AveragePool: Hashable, Sendable {
  public var stride: Window
}

extension AveragePool: OperationDefinition {
  package var name: String { "pooling" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    let input = inputs[0].shape
    return [.features(input.with(spatial: input.spatial.zip(stride) { $0 / $1 }))]
  }

  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { true }

  package func gradient(_ context: GradientContext) -> [GradientStep] {
    let gradient = AveragePoolGradient(stride: stride, input: context.shape(0))
    return [.compute(.averagePoolGradient(gradient), [.sum], targets: [0])]
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  package var recomputation: RecomputationCost { .memoryPass }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .none }
}

/// The gradient of the output of a pooling, spread over each window.
public struct AveragePoolGradient: Hashable, Sendable {
  public var stride: Window
  /// The shape of the map that was pooled.
  public var input: Shape
}

extension AveragePoolGradient: BackwardOperation {
  package var name: String { "pooling gradient" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [.features(input)] }
  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
}
