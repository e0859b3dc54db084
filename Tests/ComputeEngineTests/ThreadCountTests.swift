import COneDNN
import ComputeEngine
import ComputeGraph
import Foundation
import Networks
import Testing

/// Results depend on the precision and the processor, not on how many threads share the work; but for gradients that oneDNN
/// adds up, which agree to rounding.
@Suite(.serialized)
struct ThreadCountTests {
  /// Convolutions of every kind: of one and of many channels, with strides, of one voxel, transposed.
  private static func network(dimensions: Int) -> NetworkConfiguration {
    func windows(_ axes: [[Int]]) -> [[Int]] { axes.map { Array($0.suffix(dimensions)) } }
    return NetworkConfiguration(
      kind: .residualUNet, dimensions: dimensions, inputChannels: 2, classes: 3,
      features: [16, 32, 48], kernels: windows([[3, 3, 3], [3, 3, 3], [3, 3, 3]]),
      strides: windows([[1, 1, 1], [2, 2, 2], [1, 2, 2]]), encoderBlocks: [1, 2, 1],
      decoderConvolutions: [1, 1])
  }

  private static func shape(dimensions: Int) -> Shape {
    Shape(batch: 2, channels: 2, depth: dimensions == 2 ? 1 : 12, height: 28, width: 20)
  }

  /// What is compared, by a name for messages: bit by bit, or up to rounding.
  private struct Results {
    var exact: [String: [Float]] = [:]
    var close: [String: [Float]] = [:]
  }

  /// Three steps; where some gradients are only close, their parameters soon are not, and the first step alone is compared.
  private static func training(_ dimensions: Int, _ precision: Precision, threads: Int) throws
    -> Results
  {
    let shape = shape(dimensions: dimensions)
    let program = TrainingGraph(
      network(dimensions: dimensions), input: shape, loss: .diceCrossEntropy,
      weights: [0.75, 0.25])
    let plan = try Plan(
      program.graph, outputs: [program.loss] + program.logits, gradients: program.gradients,
      precision: precision, threads: threads)
    let executor = try Executor(plan)
    try executor.setParameters { SmallNetwork.start($0) }
    executor.setWave(program.image)
    for (value, logits) in zip(program.labels, program.logits) {
      let shape = program.graph.shape(of: logits)
      let labels = (0..<(shape.batch * shape.voxels)).map { UInt8($0 / 5 % 3) }
      labels.withUnsafeBufferPointer { executor.setLabels(value, $0) }
    }
    let optimizer = try Optimizer(
      .muon(momentum: 0.9, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1), for: executor,
      gradientClip: 1, averageDecay: 0.9)
    var results = Results()
    for step in 1...3 {
      try executor.run()
      results.exact["loss \(step)"] = [executor.scalar(program.loss)]
      for (index, logits) in program.logits.enumerated() {
        results.exact["logits \(index), step \(step)"] = executor.values(of: logits)
      }
      for (name, gradient) in try executor.gradients() {
        let label = "gradient of \(name), step \(step)"
        if isSummedByThreads(name, precision) {
          results.close[label] = gradient
        } else {
          results.exact[label] = gradient
        }
      }
      guard results.close.isEmpty else { break }
      results.exact["norm \(step)"] = [try optimizer.step(learningRate: 0.01)]
      for (name, values) in try executor.parameters() {
        results.exact["\(name) after step \(step)"] = values
      }
    }
    return results
  }

  private static func inference(_ dimensions: Int, _ precision: Precision, threads: Int) throws
    -> Results
  {
    let program = InferenceGraph(
      network(dimensions: dimensions), input: shape(dimensions: dimensions))
    let executor = try Executor(
      Plan(program.graph, outputs: [program.logits], precision: precision, threads: threads))
    try executor.setParameters { SmallNetwork.start($0) }
    executor.setWave(program.image)
    try executor.run()
    return Results(exact: ["logits": executor.values(of: program.logits)])
  }

  /// Whether oneDNN computes the gradient of a parameter, which it adds up in as many parts as it has threads.
  ///
  /// It does for whatever our own kernels leave to it, which without AVX-512 is nothing.
  private static func isSummedByThreads(_ parameter: String, _ precision: Precision) -> Bool {
    let isa = dnnl_get_effective_cpu_isa().rawValue
    let hasAVX512 = isa & dnnl_cpu_isa_avx512_core.rawValue == dnnl_cpu_isa_avx512_core.rawValue
    guard hasAVX512, !parameter.contains("norm") else { return false }
    if precision == .bfloat16 { return true }
    // Convolutions of an image, of one voxel, and with strides.
    return ["stem", "skip", "seg_layers", "transpconvs", "blocks.0.conv1"].contains {
      parameter.contains($0)
    }
  }

  private func check(_ run: (Int) throws -> Results) throws {
    let expected = try run(1)
    #expect(!expected.exact.isEmpty)
    #expect(expected.exact.values.allSatisfy { $0.allSatisfy(\.isFinite) })
    for threads in [2, 3] {
      let actual = try run(threads)
      #expect(Set(actual.exact.keys) == Set(expected.exact.keys))
      let different = expected.exact.filter { name, values in
        actual.exact[name]?.map(\.bitPattern) != values.map(\.bitPattern)
      }.keys.sorted()
      #expect(different.isEmpty, "\(threads) threads: \(different.joined(separator: "; "))")
      for (name, values) in expected.close {
        let others = try #require(actual.close[name])
        let largest = values.map(abs).max() ?? 0
        let difference = zip(values, others).map { abs($0 - $1) }.max() ?? .infinity
        #expect(
          difference <= 1e-5 * largest + 1e-6,
          "\(threads) threads, \(name): \(difference) of \(largest)")
      }
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
