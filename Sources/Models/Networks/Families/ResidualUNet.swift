public import ComputeGraph

/// A U-Net: encoder of residual or plain stages, skip connections from every stage, a decoder of transposed convolutions,
/// and one logits head for every decoder resolution (deep supervision).
///
/// Shape: [N, C, D, H, W] → [N, K, D/sᵢ, H/sᵢ, W/sᵢ] for every decoder stage, full resolution first.
/// Source: Ronneberger et al. 2015, arXiv:1505.04597; Isensee et al. 2024, arXiv:2404.09556. Parameter names are those of
/// `ResidualEncoderUNet` and `PlainConvUNet` in dynamic_network_architectures.
public struct UNet: Hashable, Sendable {
  public var configuration: NetworkConfiguration
  /// The largest rate of ``DropPath``, that of the encoder's last residual block.
  public var dropPath: Float

  /// - Precondition: the configuration has no ``NetworkConfiguration/problem``.
  public init(_ configuration: NetworkConfiguration, dropPath: Float = 0) {
    precondition(configuration.problem == nil, configuration.problem ?? "")
    self.configuration = configuration
    self.dropPath = dropPath
  }

  public func callAsFunction(_ image: Tensor) -> [Tensor] {
    let kernels = configuration.kernels.map(Window.init(axes:))
    let strides = configuration.strides.map(Window.init(axes:))
    let features = configuration.features

    var x = image
    if configuration.kind == .residualUNet {
      x = x.then("encoder.stem", ConvolutionStack(1, channels: features[0], kernel: kernels[0]))
    }
    var skips: [Tensor] = []
    for stage in features.indices {
      x = encoderStage(stage, kernels[stage], strides[stage], x)
      skips.append(x)
    }

    var logits: [Tensor] = []
    for (index, stage) in features.indices.dropLast().reversed().enumerated() {
      let upsampled = x.then(
        "decoder.transpconvs.\(index)",
        UpsamplingLayer(features[stage], stride: strides[stage + 1]))
      x = upsampled.concatenated(with: skips[stage]).then(
        "decoder.stages.\(index)",
        ConvolutionStack(
          configuration.decoderConvolutions[index], channels: features[stage],
          kernel: kernels[stage]))
      let head = Convolution(
        channels: configuration.classes, kernel: .one, keepsFullPrecision: true)
      logits.append(x.then("decoder.seg_layers.\(index)", ConvolutionLayer(head)))
    }
    return logits.reversed()
  }

  private func encoderStage(_ stage: Int, _ kernel: Window, _ stride: Window, _ input: Tensor)
    -> Tensor
  {
    let blocks = configuration.encoderBlocks[stage]
    let channels = configuration.features[stage]
    switch configuration.kind {
    case .residualUNet:
      let all = configuration.encoderBlocks
      let before = all[..<stage].reduce(0, +)
      let rates = DropPath.rates(largest: dropPath, blocks: all.reduce(0, +))
      return input.then(
        "encoder.stages.\(stage)",
        ResidualStage(
          blocks, channels: channels, kernel: kernel, stride: stride,
          dropPaths: Array(rates[before..<(before + blocks)])))
    case .plainUNet:
      return input.then(
        "encoder.stages.\(stage).0",
        ConvolutionStack(blocks, channels: channels, kernel: kernel, stride: stride))
    }
  }
}
