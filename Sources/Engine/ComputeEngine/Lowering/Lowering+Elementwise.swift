import CEngineKernels
import ComputeGraph

extension Lowering {
  func lowerAdd(_ node: Graph.Node) -> Lowered {
    let (format, count) = elements(node.inputs[0])
    return Lowered(
      kind: "addition", takesOver: [0: [0, 1]],
      bind: { [threads] binding throws(EngineError) in
        let (a, b, result) = (binding.input(0), binding.input(1), binding.result())
        return { seg_add(format, a, b, result, count, Int32(threads)) }
      })
  }

  func lowerScaleSamples(_ node: Graph.Node) -> Lowered {
    let (format, count) = elements(node.inputs[0])
    let samples = Int64(graph.shape(of: node.inputs[0]).batch)
    return Lowered(
      kind: "drop path", takesOver: [0: [0]],
      bind: { [threads] binding throws(EngineError) in
        let (x, factors, y) = (binding.input(0), binding.vector(1), binding.result())
        return { seg_scale_samples(format, x, factors, y, count, samples, Int32(threads)) }
      })
  }

  func lowerLeakyReLU(_ slope: Float, _ node: Graph.Node) -> Lowered {
    let (format, count) = elements(node.inputs[0])
    return Lowered(
      kind: "activation", takesOver: [0: [0]],
      bind: { [threads] binding throws(EngineError) in
        let (x, y) = (binding.input(0), binding.result())
        return { seg_leaky_relu(format, x, y, slope, count, Int32(threads)) }
      })
  }

  func lowerLeakyReLUGradient(_ slope: Float, _ node: Graph.Node) -> Lowered {
    let (format, count) = elements(node.inputs[0])
    return Lowered(
      kind: "activation gradient", takesOver: [0: [0, 1]],
      bind: { [threads] binding throws(EngineError) in
        let (dy, y, dx) = (binding.input(0), binding.input(1), binding.result())
        return { seg_leaky_relu_gradient(format, dy, y, dx, slope, count, Int32(threads)) }
      })
  }

  private func elements(_ value: Graph.Value) -> (seg_format, Int64) {
    let shape = graph.shape(of: value)
    return (
      format(value).kernelFormat,
      Int64(shape.batch * paddedChannels(shape.channels) * shape.voxels)
    )
  }
}
