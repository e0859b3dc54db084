/// The gradient of one of the feature maps of a convolution.
///
/// Inputs: gradient of the output, weight.
public struct ConvolutionInputGradient: Hashable, Sendable {
  public var convolution: Convolution
  /// Which of the feature maps.
  public var source: Int
  /// The first of its channels among those of all feature maps.
  public var firstChannel: Int
  /// Its shape.
  public var input: Shape
}

extension ConvolutionInputGradient: BackwardOperation {
  package var name: String { "convolution input gradient" }

  package func results(of inputs: [TensorType]) -> [TensorType] { [.features(input)] }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double {
    convolution.floatingPointOperations(from: input.channels, to: inputs[0].shape)
  }
}
