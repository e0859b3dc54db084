import ComputeEngine
import ComputeGraph
import Foundation
import Networks
import OneDNNBackend
import Testing

/// Batches so large that some operations do them sample by sample.
@Suite(.serialized)
struct SamplesTests {
  private struct Run {
    var loss: Float
    var gradients: [String: [Float]]
  }

  private static func run(samples: Range<Int>, _ precision: Precision) throws -> Run {
    let network = NetworkConfiguration(
      kind: .residualUNet, dimensions: 3, inputChannels: 1, classes: 3, features: [16, 32],
      kernels: [[3, 3, 3], [3, 3, 3]], strides: [[1, 1, 1], [2, 2, 2]], encoderBlocks: [1, 1],
      decoderConvolutions: [1])
    let shape = Shape(batch: samples.count, channels: 1, depth: 64, height: 64, width: 64)
    let program = TrainingGraph(
      network, input: shape, loss: .diceCrossEntropy,
      weights: DeepSupervision.weights(resolutions: 1))
    let plan = try OneDNN().compile(
      program.graph, outputs: [program.loss], gradients: program.gradients, precision: precision,
      threads: 2)
    let executor = try plan.makeExecutor()
    try executor.setParameters { SmallNetwork.start($0) }
    let indices = samples.lowerBound * shape.voxels..<samples.upperBound * shape.voxels
    let voxels = indices.map { Float(sin(Double($0) * 12.9898) * 1.7) }
    voxels.withUnsafeBufferPointer { executor.setInput(program.image, $0) }
    for value in program.labels {
      let classes = indices.map { UInt8($0 / 50 % 3) }
      classes.withUnsafeBufferPointer { executor.setLabels(value, $0) }
    }
    try executor.run()
    return Run(loss: executor.scalar(program.loss), gradients: try executor.gradients())
  }

  @Test(arguments: Precision.allCases)
  func aBatchIsTheMeanOfItsSamples(_ precision: Precision) throws {
    try precision.requireProcessor()
    let tolerance: Float = precision == .float32 ? 1e-3 : 2e-2
    let both = try Self.run(samples: 0..<2, precision)
    let singles = [
      try Self.run(samples: 0..<1, precision), try Self.run(samples: 1..<2, precision),
    ]
    #expect(singles[0].loss != singles[1].loss)
    #expect(abs(both.loss - (singles[0].loss + singles[1].loss) / 2) < tolerance)
    for (name, gradient) in both.gradients {
      let first = try #require(singles[0].gradients[name])
      let second = try #require(singles[1].gradients[name])
      let mean = zip(first, second).map { ($0 + $1) / 2 }
      let largest = mean.map(abs).max() ?? 0
      let difference = zip(gradient, mean).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference <= tolerance * largest + 1e-5, "\(name): \(difference) of \(largest)")
    }
  }
}
