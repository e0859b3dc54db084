/// Everything a graph can compute.
///
/// Closed, so that the compiler names every place that a new case must be added to:
/// gradients (`Graph+Gradient`) and lowering (in the engine).
public enum Operation: Hashable, Sendable {
  // MARK: Sources
  /// An image batch from outside, float32 in C order.
  case input(name: String)
  /// Class indices from outside, one byte a voxel.
  case labels(name: String)
  case parameter(Parameter)
  /// One factor for each sample of a batch from outside: 0 with the probability `rate`, else 1 / (1 - rate).
  case sampleFactors(rate: Float)

  // MARK: Linear
  /// Inputs: one or more feature maps (the convolution acts on their concatenation), weight, bias if there is one.
  case convolution(Convolution)
  /// Inputs: gradient of the output, weight. Result: gradient of one of the feature maps.
  case convolutionInputGradient(Convolution, source: Int, input: Shape)
  /// Inputs: the feature maps, gradient of the output. Results: gradients of weight and bias.
  case convolutionWeightGradient(Convolution)
  /// Kernel = stride. Inputs: feature map, weight, bias.
  case transposedConvolution(stride: Window, channels: Int)
  /// Inputs: feature map, weight, gradient of the output. Results: gradients of the feature map, weight and bias.
  case transposedConvolutionGradient(stride: Window)

  // MARK: Normalisation and activation
  /// Inputs: feature map, scale, bias, residual if there is one. Results: output, statistics.
  case instanceNormalization(InstanceNormalization)
  /// The output once more from known statistics. Inputs: feature map, scale, bias, statistics, residual if there is one.
  case instanceNormalizationAgain(InstanceNormalization)
  /// Inputs: gradients of the output (added up, one or two), feature map, output, scale, bias, statistics.
  /// Results: gradients of feature map, scale, bias, and of the residual if there is one.
  case instanceNormalizationGradient(InstanceNormalization, gradients: Int)
  case leakyReLU(slope: Float)
  /// Inputs: gradient of the output, output.
  case leakyReLUGradient(slope: Float)

  // MARK: Moving and adding
  case add
  /// Inputs: feature map, factors. Multiplies each sample by its factor.
  case scaleSamples
  case concatenate
  /// Channels `start ..< start + channels` of a feature map.
  case channelSlice(start: Int, channels: Int)
  /// Mean over windows of the stride's size.
  case averagePool(stride: Window)
  /// Inputs: gradient of the output. Spreads it over each window.
  case averagePoolGradient(stride: Window)

  // MARK: Loss
  /// Inputs: logits, labels. Results: the loss, the sums per sample and class that its gradient needs.
  case segmentationLoss(SegmentationLoss)
  /// Inputs: logits, labels, sums. Result: gradient of the logits, times `weight`.
  case segmentationLossGradient(SegmentationLoss, weight: Float)
  /// Inputs: losses. Result: their weighted sum.
  case weightedSum([Float])
}

/// A convolution with zero padding of half the kernel.
public struct Convolution: Hashable, Sendable {
  public var channels: Int
  public var kernel: Window
  public var stride: Window
  public var hasBias: Bool
  /// True where the result stays float32 in a plan of lower precision: logits, and small maps that are normalised next.
  public var keepsFullPrecision: Bool
  /// How many feature maps are concatenated on the way in.
  public var sources = 1

  public init(
    channels: Int, kernel: Window, stride: Window = .one, hasBias: Bool = true,
    keepsFullPrecision: Bool = false
  ) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.hasBias = hasBias
    self.keepsFullPrecision = keepsFullPrecision
  }

  public var padding: Window { kernel.map { ($0 - 1) / 2 } }
}

/// Normalisation of every sample and channel by its own mean and variance, with scale and bias, then optionally
/// the addition of a residual and LeakyReLU.
///
/// Source: Ulyanov et al. 2016, arXiv:1607.08022.
public struct InstanceNormalization: Hashable, Sendable {
  public var epsilon: Float
  public var hasResidual = false
  /// The slope of a LeakyReLU at the end, or `nil` without.
  public var slope: Float?

  public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }
}
