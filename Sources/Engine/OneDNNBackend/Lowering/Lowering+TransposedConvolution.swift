import CEngineKernels
import COneDNN
import ComputeEngine
import ComputeGraph

// A transposed convolution whose kernel equals its stride is a 1x1x1 convolution to `taps` times the channels, whose results
// are then moved to their places. oneDNN's own deconvolution is many times slower in bfloat16, and lacks its weight gradient.
extension Lowering {
  func lower(_ convolution: TransposedConvolution, _ node: LoweringNode) throws(EngineError)
    -> LoweredOperation
  {
    let batch = node.shape(0).batch
    func make(samples: Int) throws(EngineError) -> (Tiles, Primitive) {
      let tiles = try Tiles(node, stride: convolution.stride, samples: samples)
      return (tiles, try primitives.convolution(tiles.shape))
    }
    var (tiles, primitive) = try make(samples: batch)
    let rounds = rounds(batch, scratchByteCount: tiles.byteCount + primitive.scratchByteCount)
    if rounds > 1 { (tiles, primitive) = try make(samples: 1) }
    let description = try primitive.description(dnnl_query_weights_md)
    requestLayout(description, of: node.inputs[1], segment: 0)
    let resultByteCount = node.resultFormat().byteCount(node.results[0].shape)
    return LoweredOperation(
      scratchByteCount: tiles.byteCount + primitive.scratchByteCount,
      bind: { [threads, tiles, primitive] binding throws(EngineError) in
        let steps = try (0..<rounds).mapWithEngineError { round throws(EngineError) in
          let step = try primitive.bind(
            [
              (
                DNNL_ARG_SRC_0, tiles.shape.source,
                binding.input(0) + round * tiles.shape.source.byteCount
              ),
              (DNNL_ARG_WEIGHTS_0, description, binding.weights(1, segment: 0, as: description)),
              (DNNL_ARG_DST_0, tiles.shape.destination, binding.scratch),
            ], scratch: binding.scratch + tiles.byteCount)
          var shuffle = tiles.shuffle
          shuffle.source = UnsafeRawPointer(binding.scratch)
          shuffle.result = binding.result() + round * (resultByteCount / rounds)
          shuffle.bias = UnsafePointer(binding.vector(2))
          return (step, shuffle)
        }
        return {
          for (step, shuffle) in steps {
            try step.run()
            withUnsafePointer(to: shuffle) { seg_shuffle_to_fine($0, Int32(threads)) }
          }
        }
      })
  }

  func lower(_ gradient: TransposedConvolutionGradient, _ node: LoweringNode) throws(EngineError)
    -> LoweredOperation
  {
    let weight = try gradientOwner(node, result: 1)
    let tiles = try Tiles(node, stride: gradient.stride, samples: node.shape(0).batch)
    let inputGradient = try primitives.convolutionInputGradient(tiles.shape)
    let weightGradient = try primitives.convolutionWeightGradient(tiles.shape)
    let weights = try inputGradient.description(dnnl_query_weights_md)
    let written = try weightGradient.description(dnnl_query_diff_weights_md)
    requestLayout(weights, of: node.inputs[1], segment: 0)
    setGradient([written], of: weight)
    let sums = tiles.shape.destination.byteCount
    let ends = sums + Int(tiles.shuffle.batch) * tiles.fineChannels * 4
    return LoweredOperation(
      scratchByteCount: ends
        + max(inputGradient.scratchByteCount, weightGradient.scratchByteCount),
      bind: { [threads] binding throws(EngineError) in
        let source = tiles.shape.source
        let destination = tiles.shape.destination
        let first = try inputGradient.bind(
          [
            (DNNL_ARG_DIFF_SRC_0, source, binding.result(0)),
            (DNNL_ARG_WEIGHTS_0, weights, binding.weights(1, segment: 0, as: weights)),
            (DNNL_ARG_DIFF_DST_0, destination, binding.scratch),
          ], scratch: binding.scratch + ends)
        let second = try weightGradient.bind(
          [
            (DNNL_ARG_SRC_0, source, binding.input(0)),
            (DNNL_ARG_DIFF_DST_0, destination, binding.scratch),
            (DNNL_ARG_DIFF_WEIGHTS_0, written, binding.weightGradient(weight, segment: 0)),
          ], scratch: binding.scratch + ends)
        var shuffle = tiles.shuffle
        shuffle.source = UnsafeRawPointer(binding.input(2))
        shuffle.result = binding.scratch
        shuffle.dbias = binding.vectorResult(2)
        shuffle.scratch = (binding.scratch + sums).assumingMemoryBound(to: Float.self)
        let work = shuffle
        return {
          withUnsafePointer(to: work) { seg_shuffle_to_coarse($0, Int32(threads)) }
          try first.run()
          try second.run()
        }
      })
  }

  /// The 1x1x1 convolution and the move behind a transposed convolution.
  private struct Tiles {
    var shape: Primitives.ConvolutionShape
    var shuffle: seg_shuffle
    var fineChannels: Int

    /// - Precondition: all feature maps of the node have one format.
    init(_ node: LoweringNode, stride: Window, samples: Int) throws(EngineError) {
      let coarse = node.shape(0).with(batch: samples)
      let format = node.uniformFormat()
      let channels = node.inputTypes[1].parameterShape[1]
      let wide = stride.count * paddedChannels(channels)
      shape = try Primitives.ConvolutionShape(
        source: format.description(coarse),
        weights: [wide, paddedChannels(coarse.channels), 1, 1, 1],
        weightType: format.type, bias: nil,
        destination: format.description(coarse.with(channels: wide)), stride: .one,
        padding: .zero)
      shuffle = seg_shuffle()
      shuffle.format = format.kernelFormat
      shuffle.batch = Int64(coarse.batch)
      shuffle.channel_blocks = Int64(paddedChannels(channels) / InstructionSet.current.channelBlock)
      shuffle.coarse = coarse.spatial.kernelSizes
      shuffle.stride = stride.kernelSizes
      fineChannels = paddedChannels(channels)
    }

    /// Bytes of the result of the convolution.
    var byteCount: Int { shape.destination.byteCount }
  }
}
