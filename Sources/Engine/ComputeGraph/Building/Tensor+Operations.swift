extension Tensor {
  /// A convolution of the concatenation of this tensor's channels, zero padded by half the kernel.
  ///
  /// Parameters `weight` and, if asked for, `bias`.
  /// Shape: output size = (input + 2 · padding − kernel) / stride + 1 along each axis.
  public func convolution(_ convolution: Convolution, slope: Float = 0.01) -> Tensor {
    let kernel = convolution.kernel
    let fanIn = shape.channels * kernel.count
    let weight = builder.parameter(
      "weight", .convolutionWeight, [convolution.channels, shape.channels] + kernel.axes,
      .heNormal(fanIn: fanIn, slope: slope))
    var inputs = [self, weight]
    if convolution.hasBias {
      inputs.append(
        builder.parameter("bias", .perChannel, [convolution.channels], .constant(0)))
    }
    return builder.emit(.convolution(convolution), inputs)
  }

  /// A transposed convolution whose kernel equals its stride, with bias.
  ///
  /// Shape: every spatial size times the stride. Weight [inputs, outputs, kernel].
  public func transposedConvolution(channels: Int, stride: Window, slope: Float = 0.01) -> Tensor {
    // PyTorch's He initialisation counts the second axis of a weight as the fan in, which here is the outputs.
    let weight = builder.parameter(
      "weight", .transposedConvolutionWeight, [shape.channels, channels] + stride.axes,
      .heNormal(fanIn: channels * stride.count, slope: slope))
    let bias = builder.parameter("bias", .perChannel, [channels], .constant(0))
    let operation = TransposedConvolution(channels: channels, stride: stride)
    return builder.emit(.transposedConvolution(operation), [self, weight, bias])
  }

  /// Instance normalisation with parameters `weight` and `bias` per channel.
  public func instanceNormalization(epsilon: Float = 1e-5, initialScale: Float = 1) -> Tensor {
    let scale = builder.parameter(
      "weight", .perChannel, [shape.channels], .constant(initialScale))
    let bias = builder.parameter("bias", .perChannel, [shape.channels], .constant(0))
    return builder.emit(
      .instanceNormalization(InstanceNormalization(epsilon: epsilon)), [self, scale, bias])
  }

  /// max(x, slope · x).
  ///
  /// Source: Maas et al. 2013.
  /// - Precondition: the slope is positive, so that the gradient can be told from the output.
  public func leakyReLU(slope: Float = 0.01) -> Tensor {
    precondition(slope > 0, "the slope of LeakyReLU must be positive, got \(slope)")
    return builder.emit(.leakyReLU(LeakyReLU(slope: slope)), [self])
  }

  public static func + (left: Tensor, right: Tensor) -> Tensor {
    left.builder.emit(.add, [left, right])
  }

  /// Each sample times a factor from outside: 0 with the probability `rate`, else 1 / (1 - rate), so that the expectation stays.
  ///
  /// Source: Huang et al. 2016, arXiv:1603.09382; `drop_path` of timm with `scale_by_keep`.
  /// - Precondition: the rate is at least 0 and below 1.
  public func droppingSamples(rate: Float) -> Tensor {
    precondition((0..<1).contains(rate), "the rate must be at least 0 and below 1, got \(rate)")
    let factors = builder.emit(.sampleFactors(SampleFactors(rate: rate, batch: shape.batch)), [])
    return builder.emit(.scaleSamples, [self, factors])
  }

  /// This tensor's channels followed by another's.
  public func concatenated(with other: Tensor) -> Tensor {
    builder.emit(.concatenate, [self, other])
  }

  /// The mean over windows of the stride's size; incomplete windows at the end are left out.
  public func averagePool(_ stride: Window) -> Tensor {
    if stride == .one { return self }
    return builder.emit(.averagePool(AveragePool(stride: stride)), [self])
  }

  /// The loss of logits against class indices on the same grid.
  public func loss(_ loss: SegmentationLoss, labels: Tensor) -> Tensor {
    builder.emit(.segmentationLoss(loss), [self, labels])
  }

  /// The weighted sum of losses.
  /// - Precondition: there is at least one, and a weight for each.
  public static func weightedSum(_ losses: [Tensor], weights: [Float]) -> Tensor {
    precondition(!losses.isEmpty && losses.count == weights.count)
    return losses[0].builder.emit(.weightedSum(WeightedSum(weights: weights)), losses)
  }
}
