import CEngineKernels
import COneDNN
import ComputeEngine
import ComputeGraph

extension Lowering {
  func lower(_ gradient: ConvolutionInputGradient, _ node: LoweringNode) throws(EngineError)
    -> LoweredOperation
  {
    let (convolution, source, input) = (gradient.convolution, gradient.source, gradient.input)
    let (format, resultFormat) = (node.format(0), node.resultFormat())
    let weight = node.inputs[1]
    let inputs = resultFormat.channels(input.channels)
    if let work = winograd(
      convolution, formats: [format, resultFormat], shape: input,
      channels: (paddedChannels(convolution.channels), inputs))
    {
      var backward = seg_winograd_forward()
      backward.shape = work
      backward.is_gradient = 1
      let description = try winogradWeights(weights(convolution, inputs: inputs))
      requestLayout(description, of: weight, segment: source)
      return LoweredOperation(
        scratchByteCount: backward.scratchByteCount(threads: threads),
        bind: { [backward, threads] binding throws(EngineError) in
          backward.bind(
            source: binding.input(0),
            weights: binding.weights(1, segment: source, as: description),
            result: binding.result(), scratch: binding.scratch, threads: threads)
        })
    }
    func make(samples: Int) throws(EngineError) -> InputGradient {
      try InputGradient(primitives) { layout throws(EngineError) in
        try Primitives.ConvolutionShape(
          source: resultFormat.description(input.with(batch: samples), layout),
          weights: weights(convolution, inputs: inputs),
          weightType: precision, bias: nil,
          destination: format.description(node.shape(0).with(batch: samples), layout),
          stride: convolution.stride, padding: convolution.padding)
      }
    }
    var work = try make(samples: input.batch)
    let rounds = rounds(input.batch, scratchByteCount: work.scratchByteCount)
    if rounds > 1 { work = try make(samples: 1) }
    requestLayout(work.weights, of: weight, segment: source)
    return LoweredOperation(
      scratchByteCount: work.scratchByteCount,
      bind: { [work] binding throws(EngineError) in
        let steps = try (0..<rounds).mapWithEngineError { round throws(EngineError) in
          try work.bind(
            gradient: binding.input(0) + round * work.shape.destination.byteCount,
            weights: binding.weights(1, segment: source, as: work.weights),
            result: binding.result() + round * work.shape.source.byteCount,
            scratch: binding.scratch)
        }
        return { for step in steps.joined() { try step.run() } }
      })
  }
}

/// The gradient of a convolution's source: in the layouts of the feature maps, or through channels-last copies
/// where oneDNN has only plain loops for those, as for strides on processors without AVX-512.
private struct InputGradient {
  /// In the layouts of the feature maps.
  let shape: Primitives.ConvolutionShape
  /// The layout in which it takes the weights.
  let weights: MemoryDescription
  private let primitive: Primitive
  private let detour: Detour?

  private struct Detour {
    /// In the layouts of the copies.
    var shape: Primitives.ConvolutionShape
    var before: Primitive
    var after: Primitive
  }

  /// - Parameter tensors: The convolution's tensors in a layout, or `nil` for that of the feature maps.
  init(
    _ primitives: Primitives,
    _ tensors: (MemoryDescription.Layout?) throws(EngineError) -> Primitives.ConvolutionShape
  ) throws(EngineError) {
    shape = try tensors(nil)
    let direct = try primitives.convolutionInputGradient(shape)
    if direct.isReference {
      let copies = try tensors(.channelsLast)
      primitive = try primitives.convolutionInputGradient(copies)
      detour = Detour(
        shape: copies,
        before: try primitives.reorder(from: shape.destination, to: copies.destination),
        after: try primitives.reorder(from: copies.source, to: shape.source))
    } else {
      primitive = direct
      detour = nil
    }
    weights = try primitive.description(dnnl_query_weights_md)
  }

  var scratchByteCount: Int {
    guard let detour else { return primitive.scratchByteCount }
    return detour.shape.destination.alignedByteCount + detour.shape.source.alignedByteCount
      + max(
        primitive.scratchByteCount, detour.before.scratchByteCount, detour.after.scratchByteCount)
  }

  func bind(
    gradient: UnsafeMutableRawPointer, weights place: UnsafeMutableRawPointer,
    result: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer
  ) throws(EngineError) -> [BoundPrimitive] {
    func compute(
      _ shape: Primitives.ConvolutionShape, _ gradient: UnsafeMutableRawPointer,
      _ result: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
    ) throws(EngineError) -> BoundPrimitive {
      try primitive.bind(
        [
          (DNNL_ARG_DIFF_SRC_0, shape.source, result), (DNNL_ARG_WEIGHTS_0, weights, place),
          (DNNL_ARG_DIFF_DST_0, shape.destination, gradient),
        ], scratch: scratch)
    }
    guard let detour else { return [try compute(shape, gradient, result, scratch)] }
    let copies = detour.shape
    let gradientCopy = scratch
    let resultCopy = gradientCopy + copies.destination.alignedByteCount
    let rest = resultCopy + copies.source.alignedByteCount
    return [
      try detour.before.bind(
        [
          (DNNL_ARG_SRC_0, shape.destination, gradient),
          (DNNL_ARG_DST_0, copies.destination, gradientCopy),
        ], scratch: rest),
      try compute(copies, gradientCopy, resultCopy, rest),
      try detour.after.bind(
        [(DNNL_ARG_SRC_0, copies.source, resultCopy), (DNNL_ARG_DST_0, shape.source, result)],
        scratch: rest),
    ]
  }
}
