import CEngineKernels
import ComputeGraph

extension Lowering {
  func lower(_ norm: InstanceNormalization, _ node: Graph.Node) -> Lowered {
    let (work, scratch) = normalization(norm, input: node.inputs[0])
    return Lowered(
      kind: "normalisation", scratchByteCount: scratch,
      takesOver: [0: places(of: node.inputs[0], 0) + (norm.hasResidual ? [3] : [])],
      bind: { [threads] binding throws(EngineError) in
        var work = work
        work.x = UnsafeRawPointer(binding.input(0))
        work.scale = UnsafePointer(binding.vector(1))
        work.bias = UnsafePointer(binding.vector(2))
        work.residual = norm.hasResidual ? UnsafeRawPointer(binding.input(3)) : nil
        work.y = binding.result(0)
        work.statistics = binding.vectorResult(1)
        work.scratch = binding.scratch.assumingMemoryBound(to: Float.self)
        let bound = work
        return {
          withUnsafePointer(to: bound) {
            seg_normalization_statistics($0, Int32(threads))
            seg_normalization_apply($0, Int32(threads))
          }
        }
      })
  }

  func lowerAgain(_ norm: InstanceNormalization, _ node: Graph.Node) -> Lowered {
    let (work, _) = normalization(norm, input: node.inputs[0])
    return Lowered(
      kind: "normalisation again",
      takesOver: [0: places(of: node.inputs[0], 0) + (norm.hasResidual ? [4] : [])],
      bind: { [threads] binding throws(EngineError) in
        var work = work
        work.x = UnsafeRawPointer(binding.input(0))
        work.scale = UnsafePointer(binding.vector(1))
        work.bias = UnsafePointer(binding.vector(2))
        work.statistics = binding.vector(3)
        work.residual = norm.hasResidual ? UnsafeRawPointer(binding.input(4)) : nil
        work.y = binding.result()
        let bound = work
        return { withUnsafePointer(to: bound) { seg_normalization_apply($0, Int32(threads)) } }
      })
  }

  func lowerGradient(_ norm: InstanceNormalization, _ node: Graph.Node, gradients: Int) -> Lowered {
    let (work, scratch) = normalization(norm, input: node.inputs[gradients])
    let passesResidual = norm.hasResidual
    return Lowered(
      kind: "normalisation gradient", scratchByteCount: scratch,
      takesOver: [0: places(of: node.inputs[gradients], gradients) + Array(0..<gradients), 3: [0]],
      bind: { [threads] binding throws(EngineError) in
        var work = work
        work.dy1 = UnsafeRawPointer(binding.input(0))
        work.dy2 = gradients == 2 ? UnsafeRawPointer(binding.input(1)) : nil
        work.x = UnsafeRawPointer(binding.input(gradients))
        work.y = binding.input(gradients + 1)
        work.scale = UnsafePointer(binding.vector(gradients + 2))
        work.bias = UnsafePointer(binding.vector(gradients + 3))
        work.statistics = binding.vector(gradients + 4)
        work.dx = binding.result(0)
        work.dscale = binding.vectorResult(1)
        work.dbias = binding.vectorResult(2)
        work.dresidual = passesResidual ? binding.result(3) : nil
        work.scratch = binding.scratch.assumingMemoryBound(to: Float.self)
        let bound = work
        return { withUnsafePointer(to: bound) { seg_normalization_gradient($0, Int32(threads)) } }
      })
  }

  /// The position of a map that results may lie upon: one of their own type.
  private func places(of input: Graph.Value, _ position: Int) -> [Int] {
    format(input) == defaultFormat ? [position] : []
  }

  private func normalization(_ norm: InstanceNormalization, input: Graph.Value)
    -> (work: seg_normalization, scratchByteCount: Int)
  {
    let shape = graph.shape(of: input)
    let block = InstructionSet.current.channelBlock
    var work = seg_normalization()
    work.format = defaultFormat.kernelFormat
    work.input_is_f32 = format(input).type == .float32
    work.channel_blocks = Int64(paddedChannels(shape.channels) / block)
    work.items = Int64(shape.batch) * work.channel_blocks
    work.voxels = Int64(shape.voxels)
    work.epsilon = norm.epsilon
    work.slope = norm.slope ?? 1
    return (work, Int(seg_normalization_scratch(work.format, work.items, work.voxels)) * 4)
  }
}
