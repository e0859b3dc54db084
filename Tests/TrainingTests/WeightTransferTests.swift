import ComputeEngine
import ComputeGraph
import ModelFiles
import Networks
import OneDNNBackend
import Testing
import Training
import Volumes

/// Which weights of another model a network takes.
@Suite(.serialized)
struct WeightTransferTests {
  private static func program(
    _ kind: NetworkConfiguration.Kind, inputChannels: Int, features: [Int]
  ) throws -> EngineTrainingProgram {
    try EngineTrainingProgram(
      EngineTrainingProgram.Configuration(
        network: NetworkConfiguration(
          kind: kind, dimensions: 3, inputChannels: inputChannels, classes: 2, features: features,
          kernels: [[3, 3, 3], [3, 3, 3]], strides: [[1, 1, 1], [2, 2, 2]], encoderBlocks: [1, 1],
          decoderConvolutions: [1]),
        patch: Extent(4, 4, 4), batch: 1,
        loss: SegmentationLoss(voxel: .init(weight: 1), region: nil),
        optimizer: .sgd(momentum: 0.9, nesterov: true, weightDecay: 0), gradientClip: nil,
        averageDecay: nil, precision: .float32, threads: 1, seed: 3),
      backend: OneDNN())
  }

  /// Whatever its name is: the convolution that reads the image is fitted to other channels.
  @Test(arguments: [
    (NetworkConfiguration.Kind.residualUNet, "encoder.stem.convs.0.conv.weight"),
    (.plainUNet, "encoder.stages.0.0.convs.0.conv.weight"),
  ])
  func theFirstConvolutionIsFittedToOtherChannels(
    kind: NetworkConfiguration.Kind, name: String
  ) throws {
    let weights = try Self.program(kind, inputChannels: 2, features: [4, 8]).weights()
    let wide = try Self.program(kind, inputChannels: 12, features: [4, 8])
    let transfer = try wide.initialize(from: weights)
    #expect(transfer.skipped.isEmpty && transfer.reshaped.count == 1)
    #expect(transfer.reshaped.first?.hasPrefix(name) == true)
    // Each channel has a twelfth of the sum over the old ones.
    let old = try #require(try weights[name]?.floats())
    let new = try #require(try wide.weights()[name]?.floats())
    #expect((0..<27).allSatisfy { abs(new[$0] - (old[$0] + old[27 + $0]) / 12) < 1e-6 })
    #expect(new[0..<27].elementsEqual(new[(11 * 27)..<(12 * 27)]))
  }

  /// However few channels they have and whatever they are called: channels of feature maps have no mean that makes sense.
  @Test func convolutionsOfFeatureMapsAreNotFitted() throws {
    let weights = try Self.program(.residualUNet, inputChannels: 1, features: [4, 8]).weights()
    let other = try Self.program(.residualUNet, inputChannels: 1, features: [6, 8])
    let transfer = try other.initialize(from: weights)
    #expect(transfer.reshaped.isEmpty)
    let name = "encoder.stages.1.blocks.0.conv1.conv.weight"
    #expect(transfer.skipped[name] == "[8, 4, 3, 3, 3] in the file, [8, 6, 3, 3, 3] here")
    #expect(transfer.loaded.contains("encoder.stages.1.blocks.0.conv2.conv.weight"))
  }
}
