import ComputeGraph

/// The decoder of a U-Net: transposed convolutions, the encoder's results joined on, convolutions, and a head that makes logits at every
/// resolution (deep supervision).
///
/// Shape: the results of the encoder's stages, full resolution first → [N, K, D/sᵢ, H/sᵢ, W/sᵢ] for all but the coarsest, in the same order.
struct UNetDecoder {
  let configuration: NetworkConfiguration

  init(_ configuration: NetworkConfiguration) { self.configuration = configuration }

  func callAsFunction(_ skips: [Tensor]) -> [Tensor] {
    let features = configuration.features
    let kernels = configuration.kernels.map(Window.init(axes:))
    let strides = configuration.strides.map(Window.init(axes:))

    var x = skips[skips.count - 1]
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
}
