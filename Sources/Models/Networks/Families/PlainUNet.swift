package import ComputeGraph

/// A U-Net whose encoder has stages of plain convolutions: `plain-unet`.
///
/// Shape: [N, C, D, H, W] → [N, K, D/sᵢ, H/sᵢ, W/sᵢ] for every decoder stage, full resolution first.
/// Source: Ronneberger et al. 2015, arXiv:1505.04597; Isensee et al. 2021, doi:10.1038/s41592-020-01008-z. Parameter names are
/// those of `PlainConvUNet` in dynamic_network_architectures.
package struct PlainUNet: UNetFamily {
  package static let hasResidualBranches = false

  let configuration: NetworkConfiguration

  package init(_ configuration: NetworkConfiguration, dropPath: Float) {
    self.configuration = configuration
  }

  package func callAsFunction(_ image: Tensor) -> [Tensor] {
    let kernels = configuration.kernels.map(Window.init(axes:))
    let strides = configuration.strides.map(Window.init(axes:))

    var x = image
    var skips: [Tensor] = []
    for (stage, channels) in configuration.features.enumerated() {
      x = x.then(
        "encoder.stages.\(stage).0",
        ConvolutionStack(
          configuration.encoderBlocks[stage], channels: channels, kernel: kernels[stage],
          stride: strides[stage]))
      skips.append(x)
    }
    return UNetDecoder(configuration)(skips)
  }
}
