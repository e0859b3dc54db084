import ComputeEngine
import ComputeGraph
import Foundation
import Networks
import Testing

/// Results depend on the precision and the processor, not on how many threads share the work.
@Suite(.serialized)
struct ThreadCountTests {
  /// Convolutions of every kind: of one and of many channels, with strides, of one voxel, transposed.
  private static func network(dimensions: Int) -> NetworkConfiguration {
    let flat = dimensions == 2 ? 1 : 3
    let stride = dimensions == 2 ? 1 : 2
    return NetworkConfiguration(
      kind: .residualUNet, dimensions: dimensions, inputChannels: 2, classes: 3,
      features: [16, 32, 48], kernels: [[flat, 3, 3], [flat, 3, 3], [flat, 3, 3]],
      strides: [[1, 1, 1], [stride, 2, 2], [1, 2, 2]], encoderBlocks: [1, 2, 1],
      decoderConvolutions: [1, 1])
  }

  private static func shape(dimensions: Int) -> Shape {
    Shape(batch: 2, channels: 2, depth: dimensions == 2 ? 1 : 12, height: 28, width: 20)
  }

  /// What a training leaves behind, by a name for messages.
  private static func training(_ dimensions: Int, _ precision: Precision, threads: Int) throws
    -> [String: [Float]]
  {
    let shape = shape(dimensions: dimensions)
    let program = TrainingGraph(
      network(dimensions: dimensions), input: shape, loss: .diceCrossEntropy,
      weights: DeepSupervision.weights(resolutions: 2))
    let plan = try Plan(
      program.graph, outputs: [program.loss] + program.logits, gradients: program.gradients,
      precision: precision, threads: threads)
    let executor = try Executor(plan)
    try executor.setParameters { SmallNetwork.start($0) }
    executor.setWave(program.image)
    for value in program.labels {
      let labels = (0..<plan.graph.shape(of: value).count).map { UInt8($0 / 5 % 3) }
      labels.withUnsafeBufferPointer { executor.setLabels(value, $0) }
    }
    let optimizer = try Optimizer(
      .muon(momentum: 0.9, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1), for: executor,
      gradientClip: 1, averageDecay: 0.9)
    var results: [String: [Float]] = [:]
    for step in 1...3 {
      try executor.run()
      results["loss \(step)"] = [executor.scalar(program.loss)]
      for (index, logits) in program.logits.enumerated() {
        results["logits \(index), step \(step)"] = executor.values(of: logits)
      }
      for (name, gradient) in try executor.gradients() {
        results["gradient of \(name), step \(step)"] = gradient
      }
      results["norm \(step)"] = [try optimizer.step(learningRate: 0.01)]
      for (name, values) in try executor.parameters() {
        results["\(name) after step \(step)"] = values
      }
    }
    return results
  }

  private static func inference(_ dimensions: Int, _ precision: Precision, threads: Int) throws
    -> [String: [Float]]
  {
    let program = InferenceGraph(
      network(dimensions: dimensions), input: shape(dimensions: dimensions))
    let executor = try Executor(
      Plan(program.graph, outputs: [program.logits], precision: precision, threads: threads))
    try executor.setParameters { SmallNetwork.start($0) }
    executor.setWave(program.image)
    try executor.run()
    return ["logits": executor.values(of: program.logits)]
  }

  private func check(_ run: (Int) throws -> [String: [Float]]) throws {
    let expected = try run(1)
    #expect(expected.values.allSatisfy { $0.allSatisfy(\.isFinite) })
    for threads in [2, 3] {
      let actual = try run(threads)
      #expect(Set(actual.keys) == Set(expected.keys))
      let different = expected.filter { name, values in
        actual[name]?.map(\.bitPattern) != values.map(\.bitPattern)
      }.keys.sorted()
      #expect(different.isEmpty, "\(threads) threads: \(different.joined(separator: "; "))")
    }
  }

  @Test(arguments: [2, 3])
  func trainingDoesNotDependOnThreads(_ dimensions: Int) throws {
    try check { try Self.training(dimensions, .float32, threads: $0) }
  }

  @Test(arguments: [2, 3])
  func inferenceDoesNotDependOnThreads(_ dimensions: Int) throws {
    try check { try Self.inference(dimensions, .float32, threads: $0) }
  }

  @Test(.enabled(if: Precision.fastest == .bfloat16), arguments: [2, 3])
  func trainingInBFloat16DoesNotDependOnThreads(_ dimensions: Int) throws {
    try check { try Self.training(dimensions, .bfloat16, threads: $0) }
  }

  @Test(.enabled(if: Precision.fastest == .bfloat16), arguments: [2, 3])
  func inferenceInBFloat16DoesNotDependOnThreads(_ dimensions: Int) throws {
    try check { try Self.inference(dimensions, .bfloat16, threads: $0) }
  }
}
