public import ComputeGraph

/// Residual blocks one after another, the first with the stride. Members `blocks.0`, `blocks.1`, ...
///
/// Shape: [N, C, D, H, W] → [N, channels, D/s, H/s, W/s].
public struct ResidualStage: Layer {
  public var blocks: Int
  public var channels: Int
  public var kernel: Window
  public var stride: Window

  public init(_ blocks: Int, channels: Int, kernel: Window, stride: Window) {
    self.blocks = blocks
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
  }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    (0..<blocks).reduce(input) { x, index in
      x.then(
        "blocks.\(index)",
        ResidualBlock(channels, kernel: kernel, stride: index == 0 ? stride : .one))
    }
  }
}
