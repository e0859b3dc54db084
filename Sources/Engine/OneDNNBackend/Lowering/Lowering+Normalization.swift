import CEngineKernels
import ComputeEngine
import ComputeGraph

extension Lowering {
  func lower(_ norm: InstanceNormalization, _ node: LoweringNode) -> LoweredOperation {
    let (work, scratch) = kernel(norm, node, map: 0)
    return LoweredOperation(
      scratchByteCount: scratch,
      inPlaceInputs: [0: inPlace(node, map: 0) + (norm.hasResidual ? [3] : [])],
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

  func lower(_ recomputed: RecomputedInstanceNormalization, _ node: LoweringNode)
    -> LoweredOperation
  {
    let norm = recomputed.normalization
    let (work, _) = kernel(norm, node, map: 0)
    return LoweredOperation(
      inPlaceInputs: [0: inPlace(node, map: 0) + (norm.hasResidual ? [4] : [])],
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

  func lower(_ gradient: InstanceNormalizationGradient, _ node: LoweringNode) -> LoweredOperation {
    let gradients = gradient.gradients
    let (work, scratch) = kernel(gradient.normalization, node, map: gradients)
    let passesResidual = gradient.normalization.hasResidual
    return LoweredOperation(
      scratchByteCount: scratch,
      inPlaceInputs: [0: inPlace(node, map: gradients) + Array(0..<gradients), 3: [0]],
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

  /// The position of the map that is normalised, where the result has its format and may lie upon it.
  private func inPlace(_ node: LoweringNode, map: Int) -> [Int] {
    node.format(map) == node.resultFormat() ? [map] : []
  }

  /// - Parameter map: The position of the map that is normalised, the only one that may be float32 in a plan of lower precision.
  private func kernel(_ norm: InstanceNormalization, _ node: LoweringNode, map: Int)
    -> (work: seg_normalization, scratchByteCount: Int)
  {
    let shape = node.shape(map)
    let block = InstructionSet.current.channelBlock
    var work = seg_normalization()
    work.format = node.uniformFormat(except: [map]).kernelFormat
    work.input_is_f32 = node.format(map).type == .float32
    work.channel_blocks = Int64(paddedChannels(shape.channels) / block)
    work.items = Int64(shape.batch) * work.channel_blocks
    work.voxels = Int64(shape.voxels)
    work.epsilon = norm.epsilon
    work.slope = norm.slope ?? 1
    return (work, Int(seg_normalization_scratch(work.format, work.items, work.voxels)) * 4)
  }
}
