import ComputeEngine
import ComputeGraph
import Foundation
import ModelFiles
import Networks
import OneDNNBackend
import Testing
import Training
import Volumes

@Suite(.serialized)
struct AccumulationTests {
  private static let patch = Extent(8, 12, 12)

  private static func program(batch: Int, accumulation: Int, clip: Float?) throws
    -> EngineTrainingProgram
  {
    var configuration = EngineTrainingProgram.Configuration(
      network: NetworkConfiguration(
        kind: .residualUNet, dimensions: 3, inputChannels: 1, classes: 2, features: [8, 16],
        kernels: [[3, 3, 3], [3, 3, 3]], strides: [[1, 1, 1], [2, 2, 2]], encoderBlocks: [1, 1],
        decoderConvolutions: [1]), patch: patch, batch: batch, loss: .diceCrossEntropy,
      optimizer: .sgd(momentum: 0.9, nesterov: true, weightDecay: 1e-4), gradientClip: clip,
      averageDecay: nil, precision: .float32, threads: 2, seed: 5)
    configuration.accumulation = accumulation
    return try EngineTrainingProgram(configuration, backend: OneDNN())
  }

  /// A batch of four and four batches of one have the same gradient: every sample counts alike, and none sees another.
  @Test(arguments: [nil, Float(0.05)])
  func gatheredBatchesEqualALargeOne(_ clip: Float?) throws {
    let large = try Self.program(batch: 4, accumulation: 1, clip: clip)
    let small = try Self.program(batch: 1, accumulation: 4, clip: clip)
    let count = Self.patch.count
    let images = (0..<(4 * count)).map { Float(sin(Double($0) * 12.9898) * 1.7) }
    let labels = (0..<(4 * count)).map { UInt8($0 / 37 % 2) }
    for _ in 0..<3 {
      let whole = try images.withUnsafeBufferPointer { images in
        try labels.withUnsafeBufferPointer {
          try large.step(images: images, labels: $0, learningRate: 0.1)
        }
      }
      var losses: [Float] = []
      for sample in 0..<4 {
        let range = (sample * count)..<((sample + 1) * count)
        try Array(images[range]).withUnsafeBufferPointer { images in
          try Array(labels[range]).withUnsafeBufferPointer { labels in
            if sample < 3 {
              losses.append(try small.accumulate(images: images, labels: labels))
            } else {
              let result = try small.step(images: images, labels: labels, learningRate: 0.1)
              losses.append(result.loss)
              #expect(abs(result.gradientNorm - whole.gradientNorm) < 1e-3 * whole.gradientNorm)
            }
          }
        }
      }
      #expect(abs(losses.reduce(0, +) / 4 - whole.loss) < 1e-4)
    }
    let (a, b) = try (large.weights(), small.weights())
    for (name, tensor) in a {
      let other = try #require(try b[name]?.floats())
      let difference = zip(try tensor.floats(), other).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference < 1e-4, "\(name): \(difference)")
    }
  }
}
