import CEngineKernels
import ComputeEngine
import ComputeGraph

extension Lowering {
  func lower(_ pool: AveragePool, _ node: LoweringNode) -> LoweredOperation {
    let work = pooling(pool.stride, fine: node.shape(0), node)
    return LoweredOperation(
      bind: { [threads] binding throws(EngineError) in
        let bound = Self.bind(work, binding)
        return { withUnsafePointer(to: bound) { seg_average_pool($0, Int32(threads)) } }
      })
  }

  func lower(_ gradient: AveragePoolGradient, _ node: LoweringNode) -> LoweredOperation {
    let work = pooling(gradient.stride, fine: gradient.input, node)
    return LoweredOperation(
      bind: { [threads] binding throws(EngineError) in
        let bound = Self.bind(work, binding)
        return { withUnsafePointer(to: bound) { seg_average_pool_gradient($0, Int32(threads)) } }
      })
  }

  private static func bind(_ work: seg_pooling, _ binding: Binding) -> seg_pooling {
    var work = work
    work.source = UnsafeRawPointer(binding.input(0))
    work.result = binding.result()
    return work
  }

  private func pooling(_ stride: Window, fine: Shape, _ node: LoweringNode) -> seg_pooling {
    var work = seg_pooling()
    work.format = node.uniformFormat().kernelFormat
    work.items = Int64(
      fine.batch * paddedChannels(fine.channels) / InstructionSet.current.channelBlock)
    work.fine = fine.spatial.kernelSizes
    work.stride = stride.kernelSizes
    return work
  }
}
