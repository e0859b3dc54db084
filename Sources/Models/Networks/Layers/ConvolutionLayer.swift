public import ComputeGraph

/// A convolution with parameters `weight` and `bias`.
///
/// Shape: [N, C, D, H, W] → [N, channels, D/s, H/s, W/s] for odd kernels.
public struct ConvolutionLayer: Layer {
  public var convolution: Convolution

  public init(_ convolution: Convolution) { self.convolution = convolution }

  public func callAsFunction(_ input: Tensor) -> Tensor { input.convolution(convolution) }
}
