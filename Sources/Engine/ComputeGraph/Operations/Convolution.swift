/// A convolution with zero padding of half the kernel.
///
/// Inputs: one or more feature maps (the convolution acts on their concatenation), weight, bias if there is one.
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

  /// Along each axis (input + 2 · padding − kernel) / stride + 1.
  func outputSize(_ input: Window) -> Window {
    input.zip(kernel) { $0 + ($1 - 1) / 2 * 2 - $1 }.zip(stride) { $0 / $1 + 1 }
  }

  /// All channels of its feature maps.
  package func inputChannels(_ inputs: [TensorType]) -> Int {
    inputs.prefix(sources).reduce(0) { $0 + $1.shape.channels }
  }

  /// Multiplications and additions for an output from so many channels.
  func floatingPointOperations(from inputs: Int, to output: Shape) -> Double {
    2 * Double(inputs) * Double(output.count) * Double(kernel.count)
  }
}

extension Convolution: OperationDefinition {
  package var name: String { "convolution" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    let input = inputs[0].shape
    return [.features(input.with(channels: channels).with(spatial: outputSize(input.spatial)))]
  }

  package var storage: FeatureStorage { keepsFullPrecision ? .float32 : .planPrecision }
  package var takesGradient: Bool { true }

  package func gradient(_ context: GradientContext) -> [GradientStep] {
    // Weights first: the feature maps may end with it, before the gradients of their size begin.
    let maps = 0..<sources
    let weights = GradientStep.compute(
      .convolutionWeightGradient(ConvolutionWeightGradient(convolution: self)),
      maps.map { .input($0) } + [.sum], targets: Array(sources..<context.inputs.count))
    return [weights]
      + maps.map { source in
        let gradient = ConvolutionInputGradient(
          convolution: self, source: source,
          firstChannel: (0..<source).reduce(0) { $0 + context.shape($1).channels },
          input: context.shape(source))
        return .compute(
          .convolutionInputGradient(gradient), [.sum, .input(sources)], targets: [source])
      }
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double {
    floatingPointOperations(from: inputChannels(inputs), to: results[0].shape)
  }

  package var recomputation: RecomputationCost { .arithmetic }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .convolution(self) }
}
