import ComputeGraph
import Testing

struct GraphTests {
  private func block() -> (GraphBuilder, Tensor, Tensor) {
    let builder = GraphBuilder()
    let image = builder.input(
      "image", Shape(batch: 1, channels: 2, depth: 4, height: 6, width: 8))
    let convolution = Convolution(channels: 3, kernel: Window(3, 3, 3))
    let normalized = builder.scope("a") {
      image.convolution(convolution).instanceNormalization()
    }
    let shortcut = builder.scope("b") {
      image.convolution(Convolution(channels: 3, kernel: .one, hasBias: false))
    }
    return (builder, image, (normalized + shortcut).leakyReLU())
  }

  @Test func shapesFollowKernelAndStride() {
    let builder = GraphBuilder()
    let image = builder.input(
      "image", Shape(batch: 2, channels: 1, depth: 5, height: 8, width: 9))
    let small = image.convolution(
      Convolution(channels: 4, kernel: Window(1, 3, 3), stride: Window(1, 2, 2)))
    #expect(small.shape == Shape(batch: 2, channels: 4, depth: 5, height: 4, width: 5))
    let large = small.transposedConvolution(channels: 2, stride: Window(1, 2, 2))
    #expect(large.shape == Shape(batch: 2, channels: 2, depth: 5, height: 8, width: 10))
    #expect(small.averagePool(Window(2, 2, 2)).shape.spatial == Window(2, 2, 2))
    #expect(small.concatenated(with: small).shape.channels == 8)
  }

  @Test func fusionJoinsNormalisationAdditionAndActivation() {
    let (builder, _, output) = block()
    let (fused, outputs) = builder.graph.fused(keeping: [output.value])
    let norms = fused.nodes.compactMap { node -> InstanceNormalization? in
      if case .instanceNormalization(let norm) = node.operation { return norm }
      return nil
    }
    #expect(norms.count == 1 && norms[0].hasResidual && norms[0].slope == 0.01)
    #expect(!fused.nodes.contains { $0.operation == .add })
    #expect(fused.shape(of: outputs[0]) == output.shape)
    #expect(fused.parameters.map(\.parameter) == builder.graph.parameters.map(\.parameter))
  }

  @Test func concatenationIsReadInPlace() {
    let builder = GraphBuilder()
    let image = builder.input(
      "image", Shape(batch: 1, channels: 4, depth: 2, height: 4, width: 4))
    let a = image.leakyReLU()
    let output = a.concatenated(with: image).convolution(
      Convolution(channels: 5, kernel: Window(3, 3, 3)))
    let fused = builder.graph.fused(keeping: [output.value]).graph
    #expect(!fused.nodes.contains { $0.operation == .concatenate })
    let sources = fused.nodes.compactMap { node -> Int? in
      if case .convolution(let convolution) = node.operation { return convolution.sources }
      return nil
    }
    #expect(sources == [2])
  }

  @Test func everyParameterBehindTheLossHasAGradientOfItsShape() {
    let (builder, _, output) = block()
    let labels = builder.labels("labels", output.shape)
    let loss = Tensor.weightedSum([output.loss(.diceCrossEntropy, labels: labels)], weights: [2])
    var graph = builder.graph.fused(keeping: [loss.value]).graph
    let last = Graph.Value(node: graph.nodes.count - 1)
    let gradients = graph.gradients(of: last)
    #expect(gradients.count == builder.graph.parameters.count)
    for (parameter, gradient) in gradients {
      #expect(graph.type(of: parameter) == graph.type(of: gradient))
    }
  }

  @Test func labelsAreTakenFromTheNearestVoxel() {
    let fine = Shape(batch: 1, channels: 1, depth: 1, height: 4, width: 4)
    let labels = (0..<16).map { UInt8($0) }
    let coarse = Shape(batch: 1, channels: 1, depth: 1, height: 2, width: 2)
    // PyTorch: interpolate(mode="nearest-exact") of 0...15 to 2 x 2.
    #expect(LabelPyramid.downsample(labels, from: fine, to: coarse) == [5, 7, 13, 15])
  }
}
