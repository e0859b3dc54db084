import ComputeEngine
import ComputeGraph
import Networks
import OneDNNBackend
import Testing

struct ConvolutionLimitTests {
  @Test func convolutionsOfAStepRunAlone() throws {
    let network = NetworkConfiguration(
      kind: .residualUNet, dimensions: 3, inputChannels: 1, classes: 3, features: [16, 32],
      kernels: [[3, 3, 3], [3, 3, 3]], strides: [[1, 1, 1], [2, 2, 2]], encoderBlocks: [1, 1],
      decoderConvolutions: [1])
    let program = TrainingGraph(
      network, input: Shape(batch: 1, channels: 1, depth: 8, height: 8, width: 8),
      loss: .diceCrossEntropy, weights: [1])
    let plan = try OneDNN().compile(
      program.graph, outputs: [program.loss], gradients: program.gradients, precision: .float32,
      threads: 2)
    let limit = try #require(try plan.makeConvolutionLimit())
    let seconds = try limit.seconds()
    #expect(seconds > 0 && seconds < 10)
  }
}
