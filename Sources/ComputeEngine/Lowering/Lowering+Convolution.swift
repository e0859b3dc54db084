import COneDNN
import ComputeGraph

extension Lowering {
  func lower(_ convolution: Convolution, _ node: Graph.Node, _ index: Int) throws(EngineError)
    -> Lowered
  {
    let sources = convolution.sources
    let weight = node.inputs[sources]
    let output = Graph.Value(node: index)
    let batch = graph.shape(of: output).batch
    func make(samples: Int) throws(EngineError) -> (
      shapes: [Primitives.ConvolutionShape], primitives: [Primitive]
    ) {
      let shapes = try (0..<sources).mapWithEngineError { source throws(EngineError) in
        try shape(
          convolution, source: node.inputs[source], output: graph.shape(of: output),
          outputFormat: format(output), hasBias: convolution.hasBias && source == 0,
          samples: samples)
      }
      let made = try shapes.enumerated().map { $0 }.mapWithEngineError {
        source, shape throws(EngineError) in
        try primitives.convolution(shape, accumulates: source > 0)
      }
      return (shapes, made)
    }
    setForms(forms(convolution, node), of: weight)
    var (shapes, made) = try make(samples: batch)
    let rounds = rounds(batch, scratchByteCount: made.map(\.scratchByteCount).max() ?? 0)
    if rounds > 1 { (shapes, made) = try make(samples: 1) }
    let weights = try made.mapWithEngineError { primitive throws(EngineError) in
      try primitive.description(dnnl_query_weights_md)
    }
    for (source, description) in weights.enumerated() { wish(weight, piece: source, description) }
    return Lowered(
      kind: "convolution", floatingPointOperations: operations(convolution, node, output: output),
      scratchByteCount: made.map(\.scratchByteCount).max() ?? 0,
      bind: { [shapes, made] binding throws(EngineError) in
        var steps: [BoundPrimitive] = []
        for round in 0..<rounds {
          for (source, shape) in shapes.enumerated() {
            var arguments: [(Int32, MemoryDescription, UnsafeMutableRawPointer)] = [
              (
                DNNL_ARG_SRC_0, shape.source,
                binding.input(source) + round * shape.source.byteCount
              ),
              (
                DNNL_ARG_WEIGHTS_0, weights[source],
                binding.weights(sources, piece: source, as: weights[source])
              ),
              (
                DNNL_ARG_DST_0, shape.destination,
                binding.result() + round * shape.destination.byteCount
              ),
            ]
            if let bias = shape.bias {
              arguments.append((DNNL_ARG_BIAS, bias, binding.input(sources + 1)))
            }
            steps.append(try made[source].bind(arguments, scratch: binding.scratch))
          }
        }
        return { for step in steps { try step.run() } }
      })
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
      bias: hasBias ? MemoryDescription([paddedChannels(convolution.channels)], .float32, .plain) : nil,
      destination: outputFormat.description(output.with(batch: input.batch)),
      stride: convolution.stride, padding: convolution.padding)
  }

  /// In how many rounds samples are computed: one by one where all at once would take much scratch memory, as
  /// oneDNN's convolutions of one voxel do for bfloat16.
  func rounds(_ batch: Int, scratchByteCount: Int) -> Int { scratchByteCount > 16 << 20 ? batch : 1 }

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
