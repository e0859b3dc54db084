import CEngineKernels
import ComputeGraph

extension Lowering {
  func lowerPool(_ stride: Window, _ node: Graph.Node) -> Lowered {
    let work = pooling(stride, fine: graph.shape(of: node.inputs[0]), node.inputs[0])
    return Lowered(
      kind: "pooling",
      bind: { [threads] binding throws(EngineError) in
        let bound = Self.bind(work, binding)
        return { withUnsafePointer(to: bound) { seg_average_pool($0, Int32(threads)) } }
      })
  }

  func lowerPoolGradient(_ stride: Window, _ node: Graph.Node) -> Lowered {
    guard case .features(let fine) = node.results[0] else { return Lowered(kind: "nothing") }
    let work = pooling(stride, fine: fine, node.inputs[0])
    return Lowered(
      kind: "pooling gradient",
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

  private func pooling(_ stride: Window, fine: Shape, _ value: Graph.Value) -> seg_pooling {
    var work = seg_pooling()
    work.format = format(value).kernelFormat
    work.items = Int64(
      fine.batch * paddedChannels(fine.channels) / InstructionSet.current.channelBlock)
    work.fine = fine.spatial.kernelSizes
    work.stride = stride.kernelSizes
    return work
  }
}
