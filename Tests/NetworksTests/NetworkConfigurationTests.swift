import Networks
import Testing

struct NetworkConfigurationTests {
  private let valid = NetworkConfiguration(
    kind: .residualUNet, dimensions: 3, inputChannels: 2, classes: 3, features: [8, 16, 32],
    kernels: [[1, 3, 3], [3, 3, 3], [3, 3, 3]], strides: [[1, 1, 1], [1, 2, 2], [2, 2, 2]],
    encoderBlocks: [1, 2, 2], decoderConvolutions: [1, 1])

  @Test func patchesAreDivisibleByTheProductOfStrides() {
    #expect(valid.problem == nil)
    #expect(valid.divisor == [2, 4, 4])
  }

  private static let changes: [(String, @Sendable (inout NetworkConfiguration) -> Void)] = [
    ("dimensions", { $0.dimensions = 4 }), ("input channel", { $0.inputChannels = 0 }),
    ("classes", { $0.classes = 1 }), ("features", { $0.features[1] = 0 }),
    ("one entry for each stage", { _ = $0.kernels.removeLast() }),
    ("decoder convolutions", { $0.decoderConvolutions = [1] }),
    ("odd", { $0.kernels[0] = [2, 3, 3] }), ("stride 1", { $0.strides[0] = [1, 1, 2] }),
    ("at least one block", { $0.encoderBlocks[2] = 0 }),
    ("3 positive entries", { $0.strides[1] = [2, 2] }),
  ]

  @Test(arguments: changes.indices) func whatIsWrongIsNamed(index: Int) {
    let (words, change) = Self.changes[index]
    var configuration = valid
    change(&configuration)
    #expect(configuration.problem?.contains(words) == true, "\(configuration.problem ?? "none")")
  }
}
