public import ComputeGraph

/// Residual blocks one after another, the first with the stride.
///
/// Members `blocks.0`, `blocks.1`, ...
///
/// Shape: [N, C, D, H, W] → [N, channels, D/s, H/s, W/s].
public struct ResidualStage: Layer {
  public var blocks: Int
  public var channels: Int
  public var kernel: Window
  public var stride: Window
  /// Of every block; none drops its path where it is empty.
  public var dropPaths: [Float]

  public init(
    _ blocks: Int, channels: Int, kernel: Window, stride: Window, dropPaths: [Float] = []
  ) {
    self.blocks = blocks
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.dropPaths = dropPaths
  }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    (0..<blocks).reduce(input) { x, index in
      x.then(
        "blocks.\(index)",
        ResidualBlock(
          channels, kernel: kernel, stride: index == 0 ? stride : .one,
          dropPath: index < dropPaths.count ? dropPaths[index] : 0))
    }
  }
}
