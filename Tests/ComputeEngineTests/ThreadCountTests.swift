import ComputeEngine
import ComputeGraph
import Foundation
import Networks
import OneDNNBackend
import Testing

/// Results depend on the precision and the processor, not on how many threads share the work; weight gradients of oneDNN do so in
/// their rounding alone.
@Suite(.serialized)
struct ThreadCountTests {
  /// Convolutions of every kind: of one and of many channels, with strides, of one voxel, transposed.
  private static func network(dimensions: Int) -> NetworkConfiguration {
    func axes(_ sizes: [Int]) -> [Int] { Array(sizes.suffix(dimensions)) }
    return NetworkConfiguration(
      kind: .residualUNet, dimensions: dimensions, inputChannels: 2, classes: 3,
      features: [16, 32, 48], kernels: [[Int]](repeating: axes([3, 3, 3]), count: 3),
      strides: [[1, 1, 1], [2, 2, 2], [1, 2, 2]].map(axes), encoderBlocks: [1, 2, 1],
      decoderConvolutions: [1, 1])
  }

  private static func shape(dimensions: Int) -> Shape {
    Shape(batch: 2, channels: 2, depth: dimensions == 2 ? 1 : 12, height: 28, width: 20)
  }

  private struct Step {
    /// Loss and logits.
    var forward: [String: [Float]]
    var gradients: [String: [Float]]
  }

  private static func training(_ dimensions: Int, _ precision: Precision, threads: Int) throws
    -> Step
  {
    let program = TrainingGraph(
      network(dimensions: dimensions), input: shape(dimensions: dimensions),
      loss: .diceCrossEntropy,
      weights: DeepSupervision.weights(resolutions: 2))
    let executor = try OneDNN().compile(
      program.graph, outputs: [program.loss] + program.logits, gradients: program.gradients,
      precision: precision, threads: threads
    ).makeExecutor()
    try executor.setParameters { SmallNetwork.start($0) }
    executor.setWave(program.image, in: program.graph)
    for value in program.labels {
      guard case .labels(let shape) = program.graph.type(of: value) else { continue }
      let labels = (0..<shape.count).map { UInt8($0 / 5 % 3) }
      labels.withUnsafeBufferPointer { executor.setLabels(value, $0) }
    }
    try executor.run()
    var forward = ["loss": [executor.scalar(program.loss)]]
    for (index, logits) in program.logits.enumerated() {
      forward["logits \(index)"] = executor.values(of: logits, in: program.graph)
    }
    return Step(forward: forward, gradients: try executor.gradients())
  }

  private static func inference(_ dimensions: Int, _ precision: Precision, threads: Int) throws
    -> [String: [Float]]
  {
    let program = InferenceGraph(
      network(dimensions: dimensions), input: shape(dimensions: dimensions))
    let executor = try OneDNN().compile(
      program.graph, outputs: [program.logits], precision: precision, threads: threads
    ).makeExecutor()
    try executor.setParameters { SmallNetwork.start($0) }
    executor.setWave(program.image, in: program.graph)
    try executor.run()
    return ["logits": executor.values(of: program.logits, in: program.graph)]
  }

  private func expectSameBits(
    _ actual: [String: [Float]], _ expected: [String: [Float]], threads: Int
  ) {
    #expect(expected.values.allSatisfy { $0.allSatisfy(\.isFinite) })
    #expect(Set(actual.keys) == Set(expected.keys))
    let different = expected.filter { name, values in
      actual[name]?.map(\.bitPattern) != values.map(\.bitPattern)
    }.keys.sorted()
    #expect(different.isEmpty, "\(threads) threads: \(different.joined(separator: "; "))")
  }

  private func checkInference(_ dimensions: Int, _ precision: Precision) throws {
    let expected = try Self.inference(dimensions, precision, threads: 1)
    for threads in [2, 3] {
      expectSameBits(
        try Self.inference(dimensions, precision, threads: threads), expected, threads: threads)
    }
  }

  /// oneDNN divides the sums of its weight gradients among the threads, so these agree to rounding; those of our kernels, and all
  /// that is computed forward, agree to the bit.
  private func checkTraining(_ dimensions: Int, _ precision: Precision) throws {
    let expected = try Self.training(dimensions, precision, threads: 1)
    for threads in [2, 3] {
      let actual = try Self.training(dimensions, precision, threads: threads)
      expectSameBits(actual.forward, expected.forward, threads: threads)
      #expect(Set(actual.gradients.keys) == Set(expected.gradients.keys))
      for (name, wanted) in expected.gradients {
        let gradient = try #require(actual.gradients[name])
        let difference = zip(gradient, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let size = wanted.reduce(0) { $0 + $1 * $1 }
        #expect(
          difference.squareRoot() <= 1e-5 * size.squareRoot() + 1e-6,
          "\(name), \(threads) threads: \(difference.squareRoot()) of \(size.squareRoot())")
        if precision == .float32, name.contains("norm") {
          #expect(gradient.map(\.bitPattern) == wanted.map(\.bitPattern), "\(name)")
        }
      }
    }
  }

  @Test(arguments: [2, 3])
  func trainingDoesNotDependOnThreadsButForRounding(_ dimensions: Int) throws {
    try checkTraining(dimensions, .float32)
  }

  @Test(arguments: [2, 3])
  func inferenceDoesNotDependOnThreads(_ dimensions: Int) throws {
    try checkInference(dimensions, .float32)
  }

  @Test(.enabled(if: OneDNN().fastestPrecision == .bfloat16), arguments: [2, 3])
  func trainingInBFloat16DoesNotDependOnThreadsButForRounding(_ dimensions: Int) throws {
    try checkTraining(dimensions, .bfloat16)
  }

  @Test(.enabled(if: OneDNN().fastestPrecision == .bfloat16), arguments: [2, 3])
  func inferenceInBFloat16DoesNotDependOnThreads(_ dimensions: Int) throws {
    try checkInference(dimensions, .bfloat16)
  }
}
