import ComputeEngine
import ComputeGraph
import Foundation
import Networks
import OneDNNBackend
import Testing

@Suite(.serialized)
struct DropPathTests {
  private static let shape = Shape(batch: 3, channels: 2, depth: 2, height: 4, width: 6)

  /// Factors times a normalised convolution, as a graph with its gradients.
  private struct Program {
    let executor: any GraphExecutor
    let graph: Graph
    let loss: Graph.Value
    let logits: Graph.Value
    let factors: Graph.Value?

    init(drops: Bool, precision: Precision = .float32) throws {
      let builder = GraphBuilder()
      let image = builder.input("image", shape)
      let labels = builder.labels("labels", shape)
      func unit(_ name: String, _ input: Tensor, _ channels: Int) -> Tensor {
        builder.scope(name) {
          input.convolution(Convolution(channels: channels, kernel: Window(3, 3, 3)))
        }
      }
      let stem = unit("stem", image, 5)
      let normalized = builder.scope("norm") { unit("body", stem, 5).instanceNormalization() }
      let branch = drops ? normalized.droppingSamples(rate: 0.25) : normalized
      let sum = (branch + stem).leakyReLU()
      let head = builder.scope("head") {
        sum.convolution(Convolution(channels: 2, kernel: .one, keepsFullPrecision: true))
      }
      // Cross-entropy alone: its sum over samples makes each sample's part of the gradient its own.
      let loss = SegmentationLoss(voxel: .init(weight: 1), region: nil)
      let total = Tensor.weightedSum([head.loss(loss, labels: labels)], weights: [1])
      let fused = builder.graph.fused(
        keeping: [image.value, labels.value, head.value, total.value])
      var graph = fused.graph
      factors = graph.sampleFactors.first?.value
      let gradients = graph.gradients(of: fused.outputs[3])
      (logits, self.loss) = (fused.outputs[2], fused.outputs[3])
      let plan = try OneDNN().compile(
        graph, outputs: [logits, self.loss], gradients: gradients, precision: precision, threads: 2)
      executor = try plan.makeExecutor()
      try executor.setParameters { SmallNetwork.start($0) }
      self.graph = graph
      executor.setWave(fused.outputs[0], in: graph)
      let classes = (0..<(shape.batch * shape.voxels)).map { UInt8($0 / 3 % 2) }
      classes.withUnsafeBufferPointer { executor.setLabels(fused.outputs[1], $0) }
    }

    func logitsOfSamples() -> [[Float]] {
      let values = executor.values(of: logits, in: graph)
      let size = values.count / shape.batch
      return (0..<shape.batch).map { Array(values[($0 * size)..<(($0 + 1) * size)]) }
    }
  }

  private static func largest(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  /// A factor on the branch is the same factor on the normalisation's scale and bias.
  @Test(arguments: [[1, 1, 1], [0, 0, 0], [2, 2, 2], [0, 4.0 / 3, 1]] as [[Float]])
  func factorsScaleTheBranchOfTheirSample(_ factors: [Float]) throws {
    let dropping = try Program(drops: true)
    dropping.executor.setFactors(try #require(dropping.factors), factors)
    try dropping.executor.run()
    let logits = dropping.logitsOfSamples()
    for (sample, factor) in factors.enumerated() {
      let plain = try Program(drops: false)
      #expect(plain.factors == nil)
      try plain.executor.setParameters { parameter in
        let values = SmallNetwork.start(parameter)
        return parameter.name.hasPrefix("norm.") && parameter.shape == [5]
          && !parameter.name.contains("body") ? values.map { $0 * factor } : values
      }
      try plain.executor.run()
      #expect(Self.largest(logits[sample], plain.logitsOfSamples()[sample]) < 1e-4)
    }
  }

  /// Central differences of the loss in every parameter's direction of steepest ascent.
  @Test func gradientsAreThoseOfTheScaledBranch() throws {
    let program = try Program(drops: true)
    program.executor.setFactors(try #require(program.factors), [0, 4.0 / 3, 2])
    try program.executor.run()
    let gradients = try program.executor.gradients()
    let start = try program.executor.parameters()
    for (name, gradient) in gradients where !name.hasSuffix("body.bias") {
      let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 1e-4 else { continue }
      func loss(_ step: Float) throws -> Float {
        try program.executor.setParameters { parameter in
          let values = start[parameter.name] ?? []
          return parameter.name == name
            ? zip(values, gradient).map { $0 + step * $1 / norm } : values
        }
        try program.executor.run()
        return program.executor.scalar(program.loss)
      }
      let slope = (try loss(0.01) - loss(-0.01)) / 0.02
      #expect(abs(slope - norm) < 0.03 * norm + 2e-4, "\(name): \(slope), \(norm)")
    }
  }

  @Test func droppedBranchesGetNoGradient() throws {
    let program = try Program(drops: true)
    program.executor.setFactors(try #require(program.factors), [0, 0, 0])
    try program.executor.run()
    let gradients = try program.executor.gradients()
    for (name, gradient) in gradients where name.hasPrefix("norm.") {
      #expect(gradient.allSatisfy { $0 == 0 }, "\(name)")
    }
    #expect(gradients["stem.weight"]?.contains { $0 != 0 } == true)
  }

  private static func configuration(_ kind: NetworkConfiguration.Kind = .residualUNet)
    -> NetworkConfiguration
  {
    NetworkConfiguration(
      kind: kind, dimensions: 3, inputChannels: 1, classes: 3, features: [16, 16, 16],
      kernels: [[3, 3, 3], [3, 3, 3], [3, 3, 3]], strides: [[1, 1, 1], [2, 2, 2], [2, 2, 2]],
      encoderBlocks: [1, 2, 2], decoderConvolutions: [1, 1])
  }

  @Test func ratesGrowEvenlyAndZeroLeavesTheGraphAsItIs() {
    #expect(DropPath.rates(largest: 0.4, blocks: 5) == [0, 0.1, 0.2, 0.3, 0.4].map { Float($0) })
    #expect(DropPath.rates(largest: 0.4, blocks: 1) == [0])
    func graph(_ rate: Float) -> TrainingGraph {
      TrainingGraph(
        Self.configuration(), input: Shape(batch: 2, channels: 1, depth: 16, height: 16, width: 16),
        loss: .diceCrossEntropy, weights: [1, 0.5], dropPath: rate)
    }
    let dropping = graph(0.2)
    #expect(
      dropping.pathFactors.map(\.rate).elementsEqual([0.05, 0.1, 0.15, 0.2]) {
        abs($0 - $1) < 1e-6
      })
    let plain = graph(0)
    #expect(plain.pathFactors.isEmpty)
    #expect(!plain.graph.nodes.contains { $0.operation == .scaleSamples })
  }

  /// Whatever is computed again, the bits stay.
  @Test(arguments: Precision.allCases)
  func recomputationGivesTheSameBits(_ precision: Precision) throws {
    try precision.requireProcessor()
    let shape = Shape(batch: 2, channels: 1, depth: 16, height: 24, width: 24)
    func run(_ part: Double?) throws -> (bytes: Int, loss: Float, gradients: [String: [Float]]) {
      let program = TrainingGraph(
        Self.configuration(), input: shape, loss: .diceCrossEntropy, weights: [1, 0.5],
        dropPath: 0.5)
      let plan = try OneDNN().compile(
        program.graph, outputs: [program.loss], gradients: program.gradients,
        precision: precision, threads: 2)
      let operations = plan.floatingPointOperations
      if let part {
        try plan.reduceMemory(to: Int(Double(plan.peakByteCount) * part), others: 0)
        let recomputation = try #require(plan.recomputation)
        #expect(recomputation.addedArithmetic > 0)
        // The network's arithmetic, not what is done twice.
        #expect(plan.floatingPointOperations == operations)
      }
      let executor = try plan.makeExecutor()
      try executor.setParameters { SmallNetwork.start($0) }
      executor.setWave(program.image, in: program.graph)
      for value in program.labels {
        guard case .labels(let shape) = program.graph.type(of: value) else { continue }
        let classes = (0..<shape.count).map { UInt8($0 / 5 % 3) }
        classes.withUnsafeBufferPointer { executor.setLabels(value, $0) }
      }
      for (index, factors) in program.pathFactors.enumerated() {
        executor.setFactors(factors.value, index % 2 == 0 ? [0, 2] : [1.5, 0])
      }
      try executor.run()
      try executor.run()
      return (plan.peakByteCount, executor.scalar(program.loss), try executor.gradients())
    }
    let whole = try run(nil)
    let small = try run(0.75)
    #expect(small.bytes < whole.bytes && small.loss == whole.loss)
    #expect(small.gradients == whole.gradients)
  }
}
