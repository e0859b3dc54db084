import CEngineKernels
import ComputeEngine
import ComputeGraph

extension Lowering {
  func lowerAddition(_ node: LoweringNode) -> LoweredOperation {
    let (format, count) = elements(node)
    return LoweredOperation(
      inPlaceInputs: [0: [0, 1]],
      bind: { [threads] binding throws(EngineError) in
        let (a, b, result) = (binding.input(0), binding.input(1), binding.result())
        return { seg_add(format, a, b, result, count, Int32(threads)) }
      })
  }

  func lowerSampleScaling(_ node: LoweringNode) -> LoweredOperation {
    let (format, count) = elements(node)
    let samples = Int64(node.shape(0).batch)
    return LoweredOperation(
      inPlaceInputs: [0: [0]],
      bind: { [threads] binding throws(EngineError) in
        let (x, factors, y) = (binding.input(0), binding.vector(1), binding.result())
        return { seg_scale_samples(format, x, factors, y, count, samples, Int32(threads)) }
      })
  }

  func lower(_ activation: LeakyReLU, _ node: LoweringNode) -> LoweredOperation {
    let (format, count) = elements(node)
    return LoweredOperation(
      inPlaceInputs: [0: [0]],
      bind: { [threads] binding throws(EngineError) in
        let (x, y) = (binding.input(0), binding.result())
        return { seg_leaky_relu(format, x, y, activation.slope, count, Int32(threads)) }
      })
  }

  func lower(_ gradient: LeakyReLUGradient, _ node: LoweringNode) -> LoweredOperation {
    let (format, count) = elements(node)
    return LoweredOperation(
      inPlaceInputs: [0: [0, 1]],
      bind: { [threads] binding throws(EngineError) in
        let (dy, y, dx) = (binding.input(0), binding.input(1), binding.result())
        return { seg_leaky_relu_gradient(format, dy, y, dx, gradient.slope, count, Int32(threads)) }
      })
  }

  /// The one format of the maps, and the elements of each.
  private func elements(_ node: LoweringNode) -> (seg_format, Int64) {
    let shape = node.shape(0)
    return (
      node.uniformFormat().kernelFormat,
      Int64(shape.batch * paddedChannels(shape.channels) * shape.voxels)
    )
  }
}
