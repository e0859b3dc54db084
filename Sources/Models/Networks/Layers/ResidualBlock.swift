public import ComputeGraph

/// Two convolution units around a shortcut that pools, then projects (ResNet-D), LeakyReLU after the sum.
///
/// The last normalisation starts with scale 0, so that a new block passes its input on.
/// Shape: [N, C, D, H, W] → [N, channels, D/s, H/s, W/s].
/// Source: He et al. 2019, arXiv:1812.01187; `BasicBlockD` of dynamic_network_architectures.
public struct ResidualBlock: Layer {
  public var channels: Int
  public var kernel: Window
  public var stride: Window
  /// How often a sample goes without the two convolutions while training.
  public var dropPath: Float

  public init(
    _ channels: Int, kernel: Window, stride: Window = .one, dropPath: Float = 0
  ) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.dropPath = dropPath
  }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    let body =
      input
      .then("conv1", ConvolutionUnit(channels, kernel: kernel, stride: stride))
      .then("conv2", ConvolutionUnit(channels, kernel: kernel, activates: false, initialScale: 0))
    var shortcut = input.averagePool(stride)
    if input.shape.channels != channels {
      let projection = ConvolutionUnit(channels, kernel: .one, activates: false, hasBias: false)
      shortcut = shortcut.then(stride == .one ? "skip.0" : "skip.1", projection)
    }
    return (DropPath(rate: dropPath)(body) + shortcut).leakyReLU()
  }
}
