/// The gradients of the feature map, the weight and the bias of a transposed convolution.
///
/// Inputs: feature map, weight, gradient of the output.
public struct TransposedConvolutionGradient: Hashable, Sendable {
  public var stride: Window
}

extension TransposedConvolutionGradient: BackwardOperation {
  package var name: String { "transposed convolution gradient" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    [inputs[0], inputs[1], .parameter([inputs[1].parameterShape[1]])]
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double {
    4 * Double(inputs[0].shape.channels) * Double(inputs[2].shape.count)
  }
}
