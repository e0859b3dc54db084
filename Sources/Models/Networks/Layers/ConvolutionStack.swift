public import ComputeGraph

/// Convolution units one after another, the first with the stride.
///
/// Members `convs.0`, `convs.1`, ...
///
/// Shape: [N, C, D, H, W] → [N, channels, D/s, H/s, W/s].
public struct ConvolutionStack: Layer {
  public var count: Int
  public var channels: Int
  public var kernel: Window
  public var stride: Window

  public init(_ count: Int, channels: Int, kernel: Window, stride: Window = .one) {
    self.count = count
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
  }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    (0..<count).reduce(input) { x, index in
      x.then(
        "convs.\(index)",
        ConvolutionUnit(channels, kernel: kernel, stride: index == 0 ? stride : .one))
    }
  }
}
