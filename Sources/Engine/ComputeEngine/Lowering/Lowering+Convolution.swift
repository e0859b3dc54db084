import CEngineKernels
import COneDNN
import ComputeGraph

extension Lowering {
  func lower(_ convolution: Convolution, _ node: Graph.Node, _ index: Int) throws(EngineError)
    -> Lowered
  {
    let sources = convolution.sources
    let weight = node.inputs[sources]
    let output = Graph.Value(node: index)
    setForms(forms(convolution, node), of: weight)
    let pieces = try (0..<sources).mapWithEngineError { source throws(EngineError) in
      try piece(convolution, node, source: source, output: output)
    }
    for (source, piece) in pieces.enumerated() { wish(weight, piece: source, piece.weights) }
    return Lowered(
      kind: "convolution", floatingPointOperations: operations(convolution, node, output: output),
      scratchByteCount: pieces.map { $0.scratchByteCount(threads: threads) }.max() ?? 0,
      bind: { [threads] binding throws(EngineError) in
        let steps = try pieces.enumerated().map { $0 }.mapWithEngineError {
          source, piece throws(EngineError) in
          try piece.bind(
            source: binding.input(source),
            weights: binding.weights(sources, piece: source, as: piece.weights),
            bias: convolution.hasBias && source == 0 ? binding.input(sources + 1) : nil,
            result: binding.result(), scratch: binding.scratch, threads: threads)
        }
        return { for step in steps { try step() } }
      })
  }

  /// The convolution of one source, added to those of the sources before it.
  private func piece(
    _ convolution: Convolution, _ node: Graph.Node, source: Int, output: Graph.Value
  ) throws(EngineError) -> ConvolutionPiece {
    let batch = graph.shape(of: output).batch
    func make(samples: Int) throws(EngineError) -> (Primitives.ConvolutionShape, Primitive) {
      let shape = try self.shape(
        convolution, source: node.inputs[source], output: graph.shape(of: output),
        outputFormat: format(output), hasBias: convolution.hasBias && source == 0,
        samples: samples)
      return (shape, try primitives.convolution(shape, accumulates: source > 0))
    }
    let input = node.inputs[source]
    let inputs = format(input).channels(graph.shape(of: input).channels)
    if let work = winograd(
      convolution, source: format(input), shape: graph.shape(of: input),
      channels: (inputs, paddedChannels(convolution.channels)))
    {
      var forward = seg_winograd_forward()
      forward.shape = work
      forward.accumulates = source > 0 ? 1 : 0
      return .winograd(
        forward, weights: try winogradWeights(weights(convolution, inputs: inputs)))
    }
    var (shape, primitive) = try make(samples: batch)
    let rounds = rounds(batch, scratchByteCount: primitive.scratchByteCount)
    if rounds > 1 { (shape, primitive) = try make(samples: 1) }
    return .primitive(
      primitive, shape, weights: try primitive.description(dnnl_query_weights_md), rounds: rounds)
  }

  func shape(
    _ convolution: Convolution, source: Graph.Value, output: Shape, outputFormat: Format,
    hasBias: Bool, samples: Int? = nil
  ) throws(EngineError) -> Primitives.ConvolutionShape {
    let input = graph.shape(of: source).with(batch: samples ?? output.batch)
    let inputFormat = format(source)
    return try Primitives.ConvolutionShape(
      source: inputFormat.description(input),
      weights: weights(convolution, inputs: inputFormat.channels(input.channels)),
      weightType: precision,
      bias: hasBias
        ? MemoryDescription([paddedChannels(convolution.channels)], .float32, .plain) : nil,
      destination: outputFormat.description(output.with(batch: input.batch)),
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

  private func forms(_ convolution: Convolution, _ node: Graph.Node) -> [ParameterLayout.Form] {
    let inputs = node.inputs.prefix(convolution.sources).map { graph.shape(of: $0).channels }
    var start = 0
    return zip(node.inputs, inputs).map { value, count in
      defer { start += count }
      return .convolution(
        outputs: convolution.channels, inputs: inputs.reduce(0, +), start: start, count: count,
        padded: [paddedChannels(convolution.channels), format(value).channels(count)]
          + convolution.kernel.axes)
    }
  }

  func operations(_ convolution: Convolution, _ node: Graph.Node, output: Graph.Value)
    -> Double
  {
    let inputs = node.inputs.prefix(convolution.sources).reduce(0) {
      $0 + graph.shape(of: $1).channels
    }
    return operations(convolution, inputs: inputs, output: graph.shape(of: output))
  }

  func operations(_ convolution: Convolution, inputs: Int, output: Shape) -> Double {
    2 * Double(inputs) * Double(output.count) * Double(convolution.kernel.count)
  }
}

/// What computes the convolution of one source.
private enum ConvolutionPiece {
  /// In rounds of as many samples as the shape has.
  case primitive(
    Primitive, Primitives.ConvolutionShape, weights: MemoryDescription, rounds: Int)
  case winograd(seg_winograd_forward, weights: MemoryDescription)

  /// The layout in which it wants the weights.
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

extension Collection {
  /// `map` with the engine's typed errors, which the standard library's closure types cannot always infer.
  func mapWithEngineError<Result>(_ transform: (Element) throws(EngineError) -> Result)
    throws(EngineError) -> [Result]
  {
    var results: [Result] = []
    for element in self { results.append(try transform(element)) }
    return results
  }
}
