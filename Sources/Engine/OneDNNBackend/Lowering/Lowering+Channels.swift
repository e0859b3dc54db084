import CEngineKernels
import ComputeEngine
import ComputeGraph
import Foundation

extension Lowering {
  /// Only for concatenations that no convolution reads; the others have been fused away.
  func lowerConcatenation(_ node: LoweringNode) -> LoweredOperation {
    let shapes = node.inputs.indices.map { node.shape($0) }
    let format = node.uniformFormat()
    let result = node.results[0].shape
    let byteCount = format.byteCount(result)
    return LoweredOperation(
      bind: { [threads] binding throws(EngineError) in
        let sources = shapes.indices.map { binding.input($0) }
        let place = binding.result()
        return {
          memset(place, 0, byteCount)
          var start = 0
          for (source, shape) in zip(sources, shapes) {
            seg_copy_channels(
              format.kernelFormat, source, Int64(shape.channels), 0, place, Int64(result.channels),
              Int64(start), Int64(shape.channels), Int64(shape.batch), Int64(shape.voxels),
              Int32(threads))
            start += shape.channels
          }
        }
      })
  }

  func lower(_ slice: ChannelSlice, _ node: LoweringNode) -> LoweredOperation {
    let shape = node.shape(0)
    let format = node.uniformFormat()
    let byteCount = format.byteCount(node.results[0].shape)
    return LoweredOperation(
      bind: { [threads] binding throws(EngineError) in
        let (source, result) = (binding.input(0), binding.result())
        return {
          memset(result, 0, byteCount)
          seg_copy_channels(
            format.kernelFormat, source, Int64(shape.channels), Int64(slice.start), result,
            Int64(slice.channels), 0, Int64(slice.channels), Int64(shape.batch),
            Int64(shape.voxels), Int32(threads))
        }
      })
  }
}
