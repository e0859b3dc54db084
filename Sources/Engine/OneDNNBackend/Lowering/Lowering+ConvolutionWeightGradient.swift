import CEngineKernels
import COneDNN
import ComputeEngine
import ComputeGraph

extension Lowering {
  func lower(_ gradient: ConvolutionWeightGradient, _ node: LoweringNode) throws(EngineError)
    -> LoweredOperation
  {
    let convolution = gradient.convolution
    let sources = convolution.sources
    let weight = try gradientOwner(node, result: 0)
    let parts = try (0..<sources).mapWithEngineError { source throws(EngineError) in
      try weightGradient(convolution, node, source: source)
    }
    setGradient(parts.map(\.result), of: weight)
    return LoweredOperation(
      scratchByteCount: parts.map { $0.scratchByteCount(threads: threads) }.max() ?? 0,
      bind: { [threads] binding throws(EngineError) in
        let steps = try parts.enumerated().map { $0 }.mapWithEngineError {
          source, part throws(EngineError) in
          try part.bind(
            source: binding.input(source), gradient: binding.input(sources),
            result: binding.weightGradient(weight, segment: source),
            bias: part.hasBias ? binding.result(1) : nil, scratch: binding.scratch,
            threads: threads)
        }
        return { for step in steps { try step() } }
      })
  }

  /// By Winograd where that is possible; else oneDNN's primitive, or our kernel on processors without AVX-512: oneDNN has
  /// nothing but plain loops there for windows of several voxels, and sums the gradient of a bias in one chain of float32.
  private func weightGradient(_ convolution: Convolution, _ node: LoweringNode, source: Int)
    throws(EngineError) -> WeightGradient
  {
    let (format, gradientFormat) = (node.format(source), node.format(convolution.sources))
    let (input, output) = (node.shape(source), node.shape(convolution.sources))
    let shape = try shape(
      convolution, source: (input, format), output: (output, gradientFormat),
      hasBias: convolution.hasBias && source == 0)
    if let work = winograd(
      convolution, formats: [format, gradientFormat], shape: output,
      channels: (shape.weights[1], shape.weights[0]))
    {
      var weights = seg_winograd_weights()
      weights.shape = work
      return .winograd(
        weights, result: try winogradWeights(shape.weights), hasBias: shape.bias != nil)
    }
    guard precision == .float32, InstructionSet.current.channelBlock == 8 else {
      let primitive = try primitives.convolutionWeightGradient(shape)
      return .primitive(
        primitive, shape, result: try primitive.description(dnnl_query_diff_weights_md))
    }
    let isPlain = !format.isBlocked
    var work = seg_weight_gradient()
    work.batch = Int64(output.batch)
    work.inputs = Int64(shape.weights[1])
    work.outputs = Int64(shape.weights[0])
    work.source_is_plain = isPlain ? 1 : 0
    work.source_size = input.spatial.kernelSizes
    work.output_size = output.spatial.kernelSizes
    work.kernel = convolution.kernel.kernelSizes
    work.stride = convolution.stride.kernelSizes
    work.padding = convolution.padding.kernelSizes
    return .kernel(
      work,
      result: try MemoryDescription(
        shape.weights, .float32, .blockedWeights(8, inputs: !isPlain)), hasBias: shape.bias != nil)
  }
}

/// What computes the gradients of one source's weights and of the bias.
private enum WeightGradient {
  case primitive(Primitive, Primitives.ConvolutionShape, result: MemoryDescription)
  case kernel(seg_weight_gradient, result: MemoryDescription, hasBias: Bool)
  case winograd(seg_winograd_weights, result: MemoryDescription, hasBias: Bool)

  /// The layout of the weights' gradient.
  var result: MemoryDescription {
    switch self {
    case .primitive(_, _, let result), .kernel(_, let result, _), .winograd(_, let result, _):
      result
    }
  }

  var hasBias: Bool {
    switch self {
    case .primitive(_, let shape, _): shape.bias != nil
    case .kernel(_, _, let hasBias), .winograd(_, _, let hasBias): hasBias
    }
  }

  func scratchByteCount(threads: Int) -> Int {
    switch self {
    case .primitive(let primitive, _, _): primitive.scratchByteCount
    case .kernel(let work, _, _):
      withUnsafePointer(to: work) { Int(seg_weight_gradient_scratch($0)) * 4 }
    case .winograd(let work, _, _):
      withUnsafePointer(to: work) { Int(seg_winograd_weights_scratch($0, Int32(threads))) * 4 }
    }
  }

  func bind(
    source: UnsafeMutableRawPointer, gradient: UnsafeMutableRawPointer,
    result place: UnsafeMutableRawPointer, bias: UnsafeMutableRawPointer?,
    scratch: UnsafeMutableRawPointer, threads: Int
  ) throws(EngineError) -> Step {
    switch self {
    case .primitive(let primitive, let shape, let result):
      var arguments: [(Int32, MemoryDescription, UnsafeMutableRawPointer)] = [
        (DNNL_ARG_SRC_0, shape.source, source),
        (DNNL_ARG_DIFF_DST_0, shape.destination, gradient),
        (DNNL_ARG_DIFF_WEIGHTS_0, result, place),
      ]
      if let description = shape.bias, let bias {
        arguments.append((DNNL_ARG_DIFF_BIAS, description, bias))
      }
      let bound = try primitive.bind(arguments, scratch: scratch)
      return { try bound.run() }
    case .kernel(var work, _, _):
      work.source = UnsafePointer(source.assumingMemoryBound(to: Float.self))
      work.gradient = UnsafePointer(gradient.assumingMemoryBound(to: Float.self))
      work.result = place.assumingMemoryBound(to: Float.self)
      work.bias = bias?.assumingMemoryBound(to: Float.self)
      work.scratch = scratch.assumingMemoryBound(to: Float.self)
      return { [work] in withUnsafePointer(to: work) { seg_weight_gradient_run($0, Int32(threads)) }
      }
    case .winograd(var work, _, _):
      work.shape.source = UnsafePointer(source.assumingMemoryBound(to: Float.self))
      work.gradient = UnsafePointer(gradient.assumingMemoryBound(to: Float.self))
      work.result = place.assumingMemoryBound(to: Float.self)
      work.bias = bias?.assumingMemoryBound(to: Float.self)
      work.scratch = scratch.assumingMemoryBound(to: Float.self)
      return { [work] in
        withUnsafePointer(to: work) { seg_winograd_weights_run($0, Int32(threads)) }
      }
    }
  }
}
