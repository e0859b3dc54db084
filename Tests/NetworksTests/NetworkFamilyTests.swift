import ComputeGraph
import Networks
import Testing

/// What every family of networks promises.
struct NetworkFamilyTests {
  private static func configuration(
    _ kind: NetworkConfiguration.Kind, dimensions: Int = 3, inputChannels: Int = 2
  ) -> NetworkConfiguration {
    NetworkConfiguration(
      kind: kind, dimensions: dimensions, inputChannels: inputChannels, classes: 3,
      features: [8, 16, 32],
      kernels: Array(repeating: Array(repeating: 3, count: dimensions), count: 3),
      strides: [1, 2, 2].map { Array(repeating: $0, count: dimensions) },
      encoderBlocks: [1, 2, 2], decoderConvolutions: [1, 1])
  }

  @Test(arguments: NetworkConfiguration.Kind.allCases, [2, 3])
  func logitsAreOfEveryResolution(kind: NetworkConfiguration.Kind, dimensions: Int) {
    let configuration = Self.configuration(kind, dimensions: dimensions)
    #expect(configuration.problem == nil)
    let input = Shape(
      batch: 2, channels: 2, depth: dimensions == 2 ? 1 : 8, height: 8, width: 16)
    let weights = DeepSupervision.weights(resolutions: configuration.resolutions)
    let training = TrainingGraph(
      configuration, input: input, loss: SegmentationLoss(voxel: nil, region: nil),
      weights: weights)
    #expect(training.logits.count == configuration.resolutions)
    #expect(training.graph.shape(of: training.logits[0]) == input.with(channels: 3))
    #expect(
      training.graph.parameters.map(\.parameter) == configuration.parameters,
      "parameters do not depend on the size of the image")
    let names = configuration.parameters.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: NetworkConfiguration.Kind.allCases)
  func onlyResidualBranchesAreLeftOut(kind: NetworkConfiguration.Kind) {
    let training = TrainingGraph(
      Self.configuration(kind),
      input: Shape(batch: 1, channels: 2, depth: 8, height: 8, width: 8),
      loss: SegmentationLoss(voxel: nil, region: nil), weights: [1, 0], dropPath: 0.5)
    #expect(training.pathFactors.isEmpty == !kind.family.hasResidualBranches)
  }

  @Test func weightsThatReadTheImageAreKnownByTheGraph() {
    #expect(
      Self.configuration(.residualUNet).imageWeights == ["encoder.stem.convs.0.conv.weight"])
    #expect(
      Self.configuration(.plainUNet).imageWeights == ["encoder.stages.0.0.convs.0.conv.weight"])
    for kind in NetworkConfiguration.Kind.allCases {
      let configuration = Self.configuration(kind, inputChannels: 7)
      for parameter in configuration.parameters
      where configuration.imageWeights.contains(parameter.name) {
        #expect(parameter.shape[1] == 7)
      }
    }
  }
}
