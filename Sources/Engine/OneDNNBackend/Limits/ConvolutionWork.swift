import COneDNN
import ComputeEngine
import ComputeGraph

/// A convolution or one of its gradients as oneDNN computes it alone, in the layouts that it likes best.
struct ConvolutionWork {
  enum Direction { case forward, data, weights }

  /// Where an argument of a primitive lies: arguments of the same place share memory, as they are never needed at once.
  enum Place: Int, CaseIterable { case firstInput, secondInput, result, bias, scratch }

  var shape: Primitives.ConvolutionShape
  var direction: Direction
  var primitive: Primitive

  init(_ direction: Direction, _ shape: Primitives.ConvolutionShape, _ primitives: Primitives)
    throws(EngineError)
  {
    self.direction = direction
    self.shape = shape
    primitive =
      switch direction {
      case .forward: try primitives.convolution(shape)
      case .data: try primitives.convolutionInputGradient(shape)
      case .weights: try primitives.convolutionWeightGradient(shape)
      }
  }

  /// oneDNN's numbers of the arguments, where they lie, and in which layout.
  func arguments() throws(EngineError) -> [(number: Int32, place: Place, MemoryDescription)] {
    func argument(_ number: Int32, _ place: Place, _ query: dnnl_query_t) throws(EngineError)
      -> (number: Int32, place: Place, MemoryDescription)
    {
      (number, place, try primitive.description(query))
    }
    switch direction {
    case .forward:
      return try [
        argument(DNNL_ARG_SRC_0, .firstInput, dnnl_query_src_md),
        argument(DNNL_ARG_WEIGHTS_0, .secondInput, dnnl_query_weights_md),
        argument(DNNL_ARG_DST_0, .result, dnnl_query_dst_md),
      ] + (shape.bias.map { [(DNNL_ARG_BIAS, .bias, $0)] } ?? [])
    case .data:
      return try [
        argument(DNNL_ARG_DIFF_DST_0, .firstInput, dnnl_query_diff_dst_md),
        argument(DNNL_ARG_WEIGHTS_0, .secondInput, dnnl_query_weights_md),
        argument(DNNL_ARG_DIFF_SRC_0, .result, dnnl_query_diff_src_md),
      ]
    case .weights:
      return try [
        argument(DNNL_ARG_SRC_0, .firstInput, dnnl_query_src_md),
        argument(DNNL_ARG_DIFF_DST_0, .secondInput, dnnl_query_diff_dst_md),
        argument(DNNL_ARG_DIFF_WEIGHTS_0, .result, dnnl_query_diff_weights_md),
      ] + (shape.bias.map { [(DNNL_ARG_DIFF_BIAS, .bias, $0)] } ?? [])
    }
  }
}

extension ConvolutionWork {
  /// The convolutions of a node, forward or backward: none for other operations.
  static func list(_ node: LoweringNode, _ precision: Precision, _ primitives: Primitives)
    throws(EngineError) -> [ConvolutionWork]
  {
    let tensors = Tensors(node: node, precision: precision)
    func work(_ direction: Direction, _ shape: Primitives.ConvolutionShape) throws(EngineError)
      -> ConvolutionWork
    {
      try ConvolutionWork(direction, shape, primitives)
    }
    switch node.operation {
    case .convolution(let convolution):
      let shape = try tensors.shape(
        convolution, from: node.shape(0), channels: tensors.channels(convolution.sources),
        to: node.results[0].shape, node.resultFormat().type, hasBias: convolution.hasBias)
      return [try work(.forward, shape)]
    case .convolutionInputGradient(let gradient):
      let shape = try tensors.shape(
        gradient.convolution, from: gradient.input,
        channels: paddedChannels(gradient.input.channels), to: node.shape(0), precision,
        hasBias: false)
      return [try work(.data, shape)]
    case .convolutionWeightGradient(let gradient):
      let convolution = gradient.convolution
      let shape = try tensors.shape(
        convolution, from: node.shape(0), channels: tensors.channels(convolution.sources),
        to: node.shape(convolution.sources), precision, hasBias: convolution.hasBias)
      return [try work(.weights, shape)]
    case .transposedConvolution(let convolution):
      return [try work(.forward, tensors.tiles(convolution.stride))]
    case .transposedConvolutionGradient(let gradient):
      let shape = try tensors.tiles(gradient.stride)
      return [try work(.data, shape), try work(.weights, shape)]
    case .input, .labels, .parameter, .sampleFactors, .instanceNormalization,
      .recomputedInstanceNormalization, .instanceNormalizationGradient, .leakyReLU,
      .leakyReLUGradient, .add, .scaleSamples, .concatenate, .channelSlice, .averagePool,
      .averagePoolGradient, .segmentationLoss, .segmentationLossGradient, .weightedSum:
      return []
    }
  }
}

/// Describes the tensors of convolutions in whatever layouts oneDNN likes.
private struct Tensors {
  var node: LoweringNode
  var precision: Precision

  /// Channels of the first inputs together, padded.
  func channels(_ sources: Int) -> Int {
    (0..<sources).reduce(0) { $0 + node.format($1).channels(node.shape($1).channels) }
  }

  func shape(
    _ convolution: Convolution, from input: Shape, channels: Int, to output: Shape,
    _ outputType: Precision, hasBias: Bool
  ) throws(EngineError) -> Primitives.ConvolutionShape {
    let outputs = paddedChannels(convolution.channels)
    return try Primitives.ConvolutionShape(
      source: features(input, channels: channels, precision),
      weights: [outputs, channels] + convolution.kernel.axes, weightType: precision,
      bias: hasBias ? MemoryDescription([outputs], .float32, .plain) : nil,
      destination: features(output, channels: outputs, outputType),
      stride: convolution.stride, padding: convolution.padding)
  }

  /// The 1x1x1 convolution that a transposed convolution is.
  func tiles(_ stride: Window) throws(EngineError) -> Primitives.ConvolutionShape {
    let coarse = node.shape(0)
    let channels = node.inputTypes[1].parameterShape[1]
    let tiles = Convolution(
      channels: stride.count * paddedChannels(channels), kernel: .one, hasBias: false)
    return try shape(
      tiles, from: coarse, channels: paddedChannels(coarse.channels),
      to: coarse.with(channels: tiles.channels), precision, hasBias: false)
  }

  private func features(_ shape: Shape, channels: Int, _ type: Precision) throws(EngineError)
    -> MemoryDescription
  {
    try MemoryDescription(
      [shape.batch, channels, shape.depth, shape.height, shape.width], type, .any)
  }
}
