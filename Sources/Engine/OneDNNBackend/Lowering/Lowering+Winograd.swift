import CEngineKernels
import ComputeEngine
import ComputeGraph

extension Lowering {
  /// The convolution as our kernels compute it by Winograd's minimal filtering, or `nil` where they cannot or do not pay.
  ///
  /// They need about half the time of oneDNN's convolutions, which multiply directly.
  ///
  /// - Parameters:
  ///   - formats: Of the feature map that is convolved and of the result.
  ///   - shape: Its shape, which is that of the result, but for the channels.
  ///   - channels: Its channels and those of the result, padded.
  func winograd(
    _ convolution: Convolution, formats: [TensorFormat], shape: Shape,
    channels: (inputs: Int, outputs: Int)
  ) -> seg_winograd? {
    let kernel = convolution.kernel
    guard formats.allSatisfy({ $0 == TensorFormat(type: .float32) }), precision == .float32,
      channels.inputs % 16 == 0, channels.outputs % 16 == 0, kernel.height == 3, kernel.width == 3,
      kernel.depth == 3 || kernel.depth == 1, convolution.stride == .one,
      convolution.padding.depth == kernel.depth / 2, convolution.padding.height == 1,
      convolution.padding.width == 1
    else { return nil }
    var work = seg_winograd()
    work.block = Int64(InstructionSet.current.channelBlock)
    work.batch = Int64(shape.batch)
    work.inputs = Int64(channels.inputs)
    work.outputs = Int64(channels.outputs)
    work.size = shape.spatial.kernelSizes
    work.is_deep = kernel.depth == 3 ? 1 : 0
    return seg_winograd_pays(&work) == 1 ? work : nil
  }

  /// The layout in which the kernels want weights and write their gradients.
  func winogradWeights(_ shape: [Int]) throws(EngineError) -> MemoryDescription {
    try MemoryDescription(
      shape, .float32, .blockedWeights(InstructionSet.current.channelBlock, inputs: true))
  }
}

extension seg_winograd_forward {
  func scratchByteCount(threads: Int) -> Int {
    withUnsafePointer(to: self) { Int(seg_winograd_forward_scratch($0, Int32(threads))) * 4 }
  }

  /// Ties it to its places.
  func bind(
    source: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer,
    bias: UnsafeMutableRawPointer? = nil, result: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer, threads: Int
  ) -> Step {
    var work = self
    work.shape.source = UnsafePointer(source.assumingMemoryBound(to: Float.self))
    work.weights = UnsafePointer(weights.assumingMemoryBound(to: Float.self))
    work.bias = bias.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    work.result = result.assumingMemoryBound(to: Float.self)
    work.scratch = scratch.assumingMemoryBound(to: Float.self)
    return { [work] in withUnsafePointer(to: work) { seg_winograd_forward_run($0, Int32(threads)) }
    }
  }
}
