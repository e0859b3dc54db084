package import ComputeGraph

/// A U-Net whose encoder has stages of residual blocks behind a stem: `residual-unet`.
///
/// Shape: [N, C, D, H, W] → [N, K, D/sᵢ, H/sᵢ, W/sᵢ] for every decoder stage, full resolution first.
/// Source: Ronneberger et al. 2015, arXiv:1505.04597; Isensee et al. 2024, arXiv:2404.09556. Parameter names are those of
/// `ResidualEncoderUNet` in dynamic_network_architectures.
package struct ResidualUNet: UNetFamily {
  package static let hasResidualBranches = true

  let configuration: NetworkConfiguration
  let dropPath: Float

  package init(_ configuration: NetworkConfiguration, dropPath: Float) {
    self.configuration = configuration
    self.dropPath = dropPath
  }

  package func callAsFunction(_ image: Tensor) -> [Tensor] {
    let features = configuration.features
    let kernels = configuration.kernels.map(Window.init(axes:))
    let strides = configuration.strides.map(Window.init(axes:))
    let blocks = configuration.encoderBlocks
    let rates = DropPath.rates(largest: dropPath, blocks: blocks.reduce(0, +))

    var x = image.then(
      "encoder.stem", ConvolutionStack(1, channels: features[0], kernel: kernels[0]))
    var skips: [Tensor] = []
    var firstBlock = 0
    for stage in features.indices {
      x = x.then(
        "encoder.stages.\(stage)",
        ResidualStage(
          blocks[stage], channels: features[stage], kernel: kernels[stage], stride: strides[stage],
          dropPaths: Array(rates[firstBlock..<(firstBlock + blocks[stage])])))
      skips.append(x)
      firstBlock += blocks[stage]
    }
    return UNetDecoder(configuration)(skips)
  }
}
