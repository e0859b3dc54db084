public import ComputeGraph

/// A transposed convolution whose kernel equals its stride.
///
/// Shape: [N, C, D, H, W] → [N, channels, D·s, H·s, W·s].
public struct UpsamplingLayer: Layer {
  public var channels: Int
  public var stride: Window

  public init(_ channels: Int, stride: Window) {
    self.channels = channels
    self.stride = stride
  }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.transposedConvolution(channels: channels, stride: stride)
  }
}
