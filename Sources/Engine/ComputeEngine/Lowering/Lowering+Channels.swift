import CEngineKernels
import ComputeGraph
import Foundation

extension Lowering {
  /// Only for concatenations that no convolution reads; the others have been fused away.
  func lowerConcatenate(_ node: Graph.Node) -> Lowered {
    let shapes = node.inputs.map { graph.shape(of: $0) }
    let format = self.format(node.inputs[0]).kernelFormat
    let total = shapes.reduce(0) { $0 + $1.channels }
    let byteCount = shapes[0].batch * paddedChannels(total) * shapes[0].voxels * precision.byteCount
    return Lowered(
      kind: "concatenation",
      bind: { [threads] binding throws(EngineError) in
        let sources = node.inputs.indices.map { binding.input($0) }
        let result = binding.result()
        return {
          memset(result, 0, byteCount)
          var start = 0
          for (source, shape) in zip(sources, shapes) {
            seg_copy_channels(
              format, source, Int64(shape.channels), 0, result, Int64(total), Int64(start),
              Int64(shape.channels), Int64(shape.batch), Int64(shape.voxels), Int32(threads))
            start += shape.channels
          }
        }
      })
  }

  func lowerSlice(_ node: Graph.Node, start: Int, channels: Int) -> Lowered {
    let shape = graph.shape(of: node.inputs[0])
    let format = self.format(node.inputs[0]).kernelFormat
    let byteCount = shape.batch * paddedChannels(channels) * shape.voxels * precision.byteCount
    return Lowered(
      kind: "slice",
      bind: { [threads] binding throws(EngineError) in
        let (source, result) = (binding.input(0), binding.result())
        return {
          memset(result, 0, byteCount)
          seg_copy_channels(
            format, source, Int64(shape.channels), Int64(start), result, Int64(channels), 0,
            Int64(channels), Int64(shape.batch), Int64(shape.voxels), Int32(threads))
        }
      })
  }
}
