/// A transposed convolution whose kernel equals its stride.
///
/// Inputs: feature map, weight [inputs, outputs, kernel], bias.
public struct TransposedConvolution: Hashable, Sendable {
  public var channels: Int
  public var stride: Window
}

extension TransposedConvolution: OperationDefinition {
  package var name: String { "transposed convolution" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    let input = inputs[0].shape
    let size = input.spatial.zip(stride) { $0 * $1 }
    return [.features(input.with(channels: channels).with(spatial: size))]
  }

  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { true }

  package func gradient(_ context: GradientContext) -> [GradientStep] {
    [
      .compute(
        .transposedConvolutionGradient(TransposedConvolutionGradient(stride: stride)),
        [.input(0), .input(1), .sum], targets: [0, 1, 2])
    ]
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double {
    2 * Double(inputs[0].shape.channels) * Double(results[0].shape.count)
  }

  package var recomputation: RecomputationCost { .arithmetic }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .none }
}
