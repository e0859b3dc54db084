public import ComputeGraph

/// Convolution, instance normalisation and, unless told otherwise, LeakyReLU of slope 0.01.
///
/// Shape: [N, C, D, H, W] → [N, channels, D/s, H/s, W/s].
/// Source: `ConvDropoutNormReLU` of dynamic_network_architectures; members `conv` and `norm`.
public struct ConvolutionUnit: Layer {
  public var channels: Int
  public var kernel: Window
  public var stride: Window
  public var activates: Bool
  public var hasBias: Bool
  public var initialScale: Float

  public init(
    _ channels: Int, kernel: Window, stride: Window = .one, activates: Bool = true,
    hasBias: Bool = true, initialScale: Float = 1
  ) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.activates = activates
    self.hasBias = hasBias
    self.initialScale = initialScale
  }

  /// Results of up to this many voxels stay float32 before their normalisation, which enlarges what rounding leaves of
  /// small differences; it costs next to nothing there.
  private static let mostPreciseVoxels = 8192

  public func callAsFunction(_ input: Tensor) -> Tensor {
    let voxels = input.shape.voxels / stride.count
    let convolution = Convolution(
      channels: channels, kernel: kernel, stride: stride, hasBias: hasBias,
      keepsFullPrecision: voxels <= Self.mostPreciseVoxels)
    let normalized =
      input
      .then("conv", ConvolutionLayer(convolution))
      .then("norm", NormalizationLayer(initialScale: initialScale))
    return activates ? normalized.leakyReLU() : normalized
  }
}
