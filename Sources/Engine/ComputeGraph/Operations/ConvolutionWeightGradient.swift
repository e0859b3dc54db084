/// The gradients of the weight and the bias of a convolution.
///
/// Inputs: the feature maps, gradient of the output.
public struct ConvolutionWeightGradient: Hashable, Sendable {
  public var convolution: Convolution
}

extension ConvolutionWeightGradient: BackwardOperation {
  package var name: String { "convolution weight gradient" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    let weight =
      [convolution.channels, convolution.inputChannels(inputs)] + convolution.kernel.axes
    return [.parameter(weight)] + (convolution.hasBias ? [.parameter([convolution.channels])] : [])
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double {
    convolution.floatingPointOperations(
      from: convolution.inputChannels(inputs), to: inputs[convolution.sources].shape)
  }
}
