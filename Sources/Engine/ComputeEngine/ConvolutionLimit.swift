import CEngineKernels
import CKernelSupport
import COneDNN
import ComputeGraph
import Foundation

/// What the convolutions of a plan take alone in oneDNN, in the layouts that oneDNN likes best: the limit that a whole network can come near to.
///
/// Every convolution forward, and every gradient by data and by weights, is run once a pass, also where the plan
/// computes it twice to save memory. A convolution over a concatenation counts as one over all
/// its channels; a transposed convolution as the 1x1x1 convolution that it is. Channel counts are padded to 16 but for images of up to three channels,
/// since oneDNN falls back to its reference code for others. Inputs come from memory that the pass does not write.
public final class ConvolutionLimit {
  private let threads: Int
  private let primitives: [BoundPrimitive]
  private let memory: [AlignedMemory]

  private enum Direction { case forward, data, weights }

  /// - Throws: ``EngineError`` where oneDNN cannot do a convolution or memory is short.
  public init(_ plan: Plan) throws {
    threads = plan.threads
    seg_set_threads(Int32(threads))
    let graph = plan.graph
    let factory = Primitives(engine: plan.engine)
    var made: [(direction: Direction, shape: Primitives.ConvolutionShape, primitive: Primitive)] =
      []

    func add(_ direction: Direction, _ shape: Primitives.ConvolutionShape) throws {
      let primitive =
        switch direction {
        case .forward: try factory.convolution(shape)
        case .data: try factory.convolutionInputGradient(shape)
        case .weights: try factory.convolutionWeightGradient(shape)
        }
      made.append((direction, shape, primitive))
    }
    func features(_ shape: Shape, channels: Int, _ type: Precision) throws -> MemoryDescription {
      try MemoryDescription(
        [shape.batch, channels, shape.depth, shape.height, shape.width], type, .any)
    }
    func tensors(
      _ convolution: Convolution, from input: Shape, channels: Int, to output: Shape,
      _ outputType: Precision, hasBias: Bool
    ) throws -> Primitives.ConvolutionShape {
      let outputs = paddedChannels(convolution.channels)
      return try Primitives.ConvolutionShape(
        source: features(input, channels: channels, plan.precision),
        weights: [outputs, channels] + convolution.kernel.axes, weightType: plan.precision,
        bias: hasBias ? MemoryDescription([outputs], .float32, .plain) : nil,
        destination: features(output, channels: outputs, outputType),
        stride: convolution.stride, padding: convolution.padding)
    }
    func channels(_ values: ArraySlice<Graph.Value>) -> Int {
      values.reduce(0) {
        $0
          + Format(of: $1, in: graph, precision: plan.precision)
          .channels(graph.shape(of: $1).channels)
      }
    }

    for (index, _) in plan.lowered where !plan.repeated.contains(index) {
      let node = graph.nodes[index]
      switch node.operation {
      case .convolution(let convolution):
        let output = Graph.Value(node: index)
        try add(
          .forward,
          tensors(
            convolution, from: graph.shape(of: node.inputs[0]),
            channels: channels(node.inputs.prefix(convolution.sources)),
            to: graph.shape(of: output),
            Format(of: output, in: graph, precision: plan.precision).type,
            hasBias: convolution.hasBias))
      case .convolutionInputGradient(let convolution, _, let input):
        try add(
          .data,
          tensors(
            convolution, from: input, channels: paddedChannels(input.channels),
            to: graph.shape(of: node.inputs[0]), plan.precision, hasBias: false))
      case .convolutionWeightGradient(let convolution):
        try add(
          .weights,
          tensors(
            convolution, from: graph.shape(of: node.inputs[0]),
            channels: channels(node.inputs.prefix(convolution.sources)),
            to: graph.shape(of: node.inputs[convolution.sources]), plan.precision,
            hasBias: convolution.hasBias))
      case .transposedConvolution(let stride, _), .transposedConvolutionGradient(let stride):
        guard case .parameter(let shape) = graph.type(of: node.inputs[1]) else { continue }
        let coarse = graph.shape(of: node.inputs[0])
        let tiles = Convolution(
          channels: stride.count * paddedChannels(shape[1]), kernel: .one, hasBias: false)
        let work = try tensors(
          tiles, from: coarse, channels: paddedChannels(coarse.channels),
          to: coarse.with(channels: tiles.channels), plan.precision, hasBias: false)
        if case .transposedConvolution = node.operation {
          try add(.forward, work)
        } else {
          try add(.data, work)
          try add(.weights, work)
        }
      default: break
      }
    }

    // Places for two inputs, the result, the bias and scratch, each as large as any primitive needs.
    var sizes = [0, 0, 0, 0, 0]
    let arguments = try made.map { direction, shape, primitive in
      let list: [(number: Int32, place: Int, description: MemoryDescription)]
      switch direction {
      case .forward:
        list =
          try [
            (DNNL_ARG_SRC_0, 0, primitive.description(dnnl_query_src_md)),
            (DNNL_ARG_WEIGHTS_0, 1, primitive.description(dnnl_query_weights_md)),
            (DNNL_ARG_DST_0, 2, primitive.description(dnnl_query_dst_md)),
          ] + (shape.bias.map { [(DNNL_ARG_BIAS, 3, $0)] } ?? [])
      case .data:
        list = try [
          (DNNL_ARG_DIFF_DST_0, 0, primitive.description(dnnl_query_diff_dst_md)),
          (DNNL_ARG_WEIGHTS_0, 1, primitive.description(dnnl_query_weights_md)),
          (DNNL_ARG_DIFF_SRC_0, 2, primitive.description(dnnl_query_diff_src_md)),
        ]
      case .weights:
        list =
          try [
            (DNNL_ARG_SRC_0, 0, primitive.description(dnnl_query_src_md)),
            (DNNL_ARG_DIFF_DST_0, 1, primitive.description(dnnl_query_diff_dst_md)),
            (DNNL_ARG_DIFF_WEIGHTS_0, 2, primitive.description(dnnl_query_diff_weights_md)),
          ] + (shape.bias.map { [(DNNL_ARG_DIFF_BIAS, 3, $0)] } ?? [])
      }
      for argument in list {
        sizes[argument.place] = max(sizes[argument.place], argument.description.byteCount)
      }
      sizes[4] = max(sizes[4], primitive.scratchByteCount)
      return list
    }
    let memory = try sizes.map { try AlignedMemory(byteCount: $0) }
    // 0.0078 in bfloat16 and, twice, in float32: neither zero nor denormal.
    for place in memory {
      let words = place.byteCount / 4
      place.pointer.initializeMemory(as: UInt32.self, repeating: 0x3c00_3c00, count: words)
    }
    primitives = try zip(made, arguments).map { made, arguments in
      try made.primitive.bind(
        arguments.map { ($0.number, $0.description, memory[$0.place].pointer) },
        scratch: memory[4].pointer)
    }
    self.memory = memory
  }

  /// Runs every convolution once.
  /// - Returns: Seconds.
  public func seconds() throws -> Double {
    seg_set_threads(Int32(threads))
    let start = DispatchTime.now().uptimeNanoseconds
    for primitive in primitives { try primitive.run() }
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
