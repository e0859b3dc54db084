import CEngineKernels
import COneDNN
import ComputeEngine
import ComputeGraph

extension Lowering {
  func lower(_ convolution: Convolution, _ node: LoweringNode) throws(EngineError)
    -> LoweredOperation
  {
    let sources = convolution.sources
    let weight = node.inputs[sources]
    setPaddings(paddings(convolution, node), of: weight)
    let parts = try (0..<sources).mapWithEngineError { source throws(EngineError) in
      try sourceConvolution(convolution, node, source: source)
    }
    for (source, part) in parts.enumerated() {
      requestLayout(part.weights, of: weight, segment: source)
    }
    return LoweredOperation(
      scratchByteCount: parts.map { $0.scratchByteCount(threads: threads) }.max() ?? 0,
      bind: { [threads] binding throws(EngineError) in
        let steps = try parts.enumerated().map { $0 }.mapWithEngineError {
          source, part throws(EngineError) in
          try part.bind(
            source: binding.input(source),
            weights: binding.weights(sources, segment: source, as: part.weights),
            bias: convolution.hasBias && source == 0 ? binding.input(sources + 1) : nil,
            result: binding.result(), scratch: binding.scratch, threads: threads)
        }
        return { for step in steps { try step() } }
      })
  }

  /// The convolution of one source, added to those of the sources before it.
  private func sourceConvolution(
    _ convolution: Convolution, _ node: LoweringNode, source: Int
  ) throws(EngineError) -> SourceConvolution {
    let output = node.results[0].shape
    let (format, resultFormat) = (node.format(source), node.resultFormat())
    func make(samples: Int) throws(EngineError) -> (Primitives.ConvolutionShape, Primitive) {
      let shape = try self.shape(
        convolution, source: (node.shape(source), format), output: (output, resultFormat),
        hasBias: convolution.hasBias && source == 0, samples: samples)
      return (shape, try primitives.convolution(shape, accumulates: source > 0))
    }
    let inputs = format.channels(node.shape(source).channels)
    if let work = winograd(
      convolution, formats: [format, resultFormat], shape: node.shape(source),
      channels: (inputs, paddedChannels(convolution.channels)))
    {
      var forward = seg_winograd_forward()
      forward.shape = work
      forward.accumulates = source > 0 ? 1 : 0
      return .winograd(
        forward, weights: try winogradWeights(weights(convolution, inputs: inputs)))
    }
    var (shape, primitive) = try make(samples: output.batch)
    let rounds = rounds(output.batch, scratchByteCount: primitive.scratchByteCount)
    if rounds > 1 { (shape, primitive) = try make(samples: 1) }
    return .primitive(
      primitive, shape, weights: try primitive.description(dnnl_query_weights_md), rounds: rounds)
  }

  /// The tensors of a convolution of one source.
  func shape(
    _ convolution: Convolution, source: (shape: Shape, format: TensorFormat),
    output: (shape: Shape, format: TensorFormat), hasBias: Bool, samples: Int? = nil
  ) throws(EngineError) -> Primitives.ConvolutionShape {
    let batch = samples ?? output.shape.batch
    let inputs = source.format.channels(source.shape.channels)
    return try Primitives.ConvolutionShape(
      source: source.format.description(source.shape.with(batch: batch)),
      weights: weights(convolution, inputs: inputs),
      weightType: precision,
      bias: hasBias
        ? MemoryDescription([paddedChannels(convolution.channels)], .float32, .plain) : nil,
      destination: output.format.description(output.shape.with(batch: batch)),
      stride: convolution.stride, padding: convolution.padding)
  }

  /// In how many rounds samples are computed: one by one where all at once would take much scratch memory, as
  /// oneDNN's convolutions of one voxel do for bfloat16.
  func rounds(_ batch: Int, scratchByteCount: Int) -> Int {
    scratchByteCount > 16 << 20 ? batch : 1
  }

  func weights(_ convolution: Convolution, inputs: Int) -> [Int] {
    [paddedChannels(convolution.channels), inputs] + convolution.kernel.axes
  }

  private func paddings(_ convolution: Convolution, _ node: LoweringNode) -> [SegmentPadding] {
    let inputs = (0..<convolution.sources).map { node.shape($0).channels }
    var start = 0
    return inputs.enumerated().map { source, count in
      defer { start += count }
      return .convolution(
        outputs: convolution.channels, inputs: inputs.reduce(0, +), start: start, count: count,
        padded: weights(convolution, inputs: node.format(source).channels(count)))
    }
  }
}

/// What computes the convolution of one source.
private enum SourceConvolution {
  /// In rounds of as many samples as the shape has.
  case primitive(
    Primitive, Primitives.ConvolutionShape, weights: MemoryDescription, rounds: Int)
  case winograd(seg_winograd_forward, weights: MemoryDescription)

  /// The layout in which it takes the weights.
  var weights: MemoryDescription {
    switch self {
    case .primitive(_, _, let weights, _), .winograd(_, let weights): weights
    }
  }

  func scratchByteCount(threads: Int) -> Int {
    switch self {
    case .primitive(let primitive, _, _, _): primitive.scratchByteCount
    case .winograd(let work, _): work.scratchByteCount(threads: threads)
    }
  }

  func bind(
    source: UnsafeMutableRawPointer, weights place: UnsafeMutableRawPointer,
    bias: UnsafeMutableRawPointer?, result: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer, threads: Int
  ) throws(EngineError) -> Step {
    switch self {
    case .primitive(let primitive, let shape, let weights, let rounds):
      let steps = try (0..<rounds).mapWithEngineError { round throws(EngineError) in
        var arguments: [(Int32, MemoryDescription, UnsafeMutableRawPointer)] = [
          (DNNL_ARG_SRC_0, shape.source, source + round * shape.source.byteCount),
          (DNNL_ARG_WEIGHTS_0, weights, place),
          (DNNL_ARG_DST_0, shape.destination, result + round * shape.destination.byteCount),
        ]
        if let description = shape.bias, let bias {
          arguments.append((DNNL_ARG_BIAS, description, bias))
        }
        return try primitive.bind(arguments, scratch: scratch)
      }
      return { for step in steps { try step.run() } }
    case .winograd(let work, _):
      return work.bind(
        source: source, weights: place, bias: bias, result: result, scratch: scratch,
        threads: threads)
    }
  }
}
