import ComputeEngine
import ComputeGraph
import Networks
import OneDNNBackend
import Testing

/// Nothing that is alive at the same time overlaps, everything lies inside and aligned, and results replace inputs only where
/// operations allow it.
@Suite(.serialized)
struct ArenaTests {
  /// Steps that replace inputs and ask for scratch at random.
  @Test(arguments: 0..<100)
  func randomSteps(_ seed: Int) {
    let program = RandomGraph(seed: seed)
    var random = SplitMix(seed: seed + 1000)
    let graph = program.graph
    let steps = graph.nodes.indices.compactMap { index -> Arena.Step? in
      let node = graph.nodes[index]
      if node.inputs.isEmpty { return nil }
      var inPlace: [Int: [Int]] = [:]
      for result in node.results.indices where Bool.random(using: &random) {
        inPlace[result] = node.inputs.indices.shuffled(using: &random)
      }
      return Arena.Step(
        node: index,
        scratchByteCount: Bool.random(using: &random)
          ? 0 : Int.random(in: 1...9999, using: &random),
        inPlaceInputs: inPlace)
    }
    let sizes = Dictionary(
      uniqueKeysWithValues: graph.nodes.enumerated().flatMap { index, node in
        node.results.indices.map {
          (Graph.Value(node: index, result: $0), Int.random(in: 1...20_000, using: &random))
        }
      })
    let elsewhere = Set(program.gradients.values)
    // Parameters lie elsewhere, too: they are no results of steps.
    let byteCount = { (value: Graph.Value) in sizes[value] ?? 0 }
    let arena = Arena(
      graph, steps: steps, outputs: [program.logits, program.loss], elsewhere: elsewhere,
      byteCount: byteCount)
    let check = ArenaCheck(
      graph, steps: steps, outputs: [program.logits, program.loss], elsewhere: elsewhere,
      byteCount: byteCount, arena: arena)
    #expect(check.problems == [])
  }

  /// Plans of random graphs: where values lie, what operations write, and what comes out.
  @Test(arguments: 0..<40, Precision.allCases)
  func randomPlans(_ seed: Int, _ precision: Precision) throws {
    try precision.requireProcessor()
    let program = RandomGraph(seed: seed)
    let plan = try #require(
      try OneDNN().compile(
        program.graph, outputs: [program.loss, program.logits], gradients: program.gradients,
        precision: precision, threads: 2) as? OneDNNPlan)
    #expect(ArenaCheck(plan).problems == [])
    if seed.isMultiple(of: 2) {
      try plan.recomputeCheapFeatureMaps()
      #expect(ArenaCheck(plan).problems == [])
    }
    let executor = try OneDNNExecutor(plan)
    try executor.setParameters { SmallNetwork.start($0) }
    var reference = ReferenceComputation(graph: program.forward)
    for (parameter, _) in program.forward.parameters {
      reference.parameters[parameter.name] = SmallNetwork.start(parameter).map(Double.init)
    }
    reference.images[program.image] = executor.setWave(program.image, in: program.graph)
      .map(Double.init)
    let count = program.graph.shape(of: program.logits).with(channels: 1).count
    let labels = (0..<count).map { UInt8($0 / 3 % 3) }
    labels.withUnsafeBufferPointer { executor.setLabels(program.labels, $0) }
    reference.labels[program.labels] = labels.map { Int($0) }
    let needed = program.graph.nodes(behind: [program.loss])
    for (value, _) in program.graph.sampleFactors {
      guard case .factors(let batch) = program.graph.type(of: value) else { continue }
      let factors = [Float](repeating: 1.25, count: batch)
      if needed.contains(value.node) { executor.setFactors(value, factors) }
      reference.factors[value] = factors.map(Double.init)
    }
    let strays = try executor.runFindingStrayWrites()
    #expect(strays.isEmpty)
    let logits = executor.values(of: program.logits, in: program.graph)
    let expected = try #require(reference.run()[program.logits])
    #expect(logits.count == expected.count && logits.allSatisfy(\.isFinite))
    guard precision == .float32 else { return }
    let largest = expected.map(abs).max() ?? 0
    let difference = zip(logits, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(difference <= 1e-3 * largest + 1e-6, "\(difference) of \(largest)")
  }

  static let networks = [NetworkConfiguration.Kind.residualUNet, .plainUNet].flatMap { kind in
    [2, 3].map { dimensions in
      NetworkConfiguration(
        kind: kind, dimensions: dimensions, inputChannels: 2, classes: 4, features: [16, 24, 40],
        kernels: [[Int]](repeating: [Int](repeating: 3, count: dimensions), count: 3),
        strides: [[Int](repeating: 1, count: dimensions)]
          + [[Int]](repeating: [Int](repeating: 2, count: dimensions), count: 2),
        encoderBlocks: [1, 2, 2], decoderConvolutions: [1, 1])
    }
  }

  @Test(arguments: networks.indices, Precision.allCases)
  func realNetworks(_ index: Int, _ precision: Precision) throws {
    try precision.requireProcessor()
    let network = Self.networks[index]
    let isDeep = network.dimensions == 3
    let shape = Shape(
      batch: 2, channels: 2, depth: isDeep ? 16 : 1, height: isDeep ? 24 : 128,
      width: isDeep ? 32 : 128)
    let inference = InferenceGraph(network, input: shape)
    let forward = try #require(
      try OneDNN().compile(
        inference.graph, outputs: [inference.logits], precision: precision, threads: 2)
        as? OneDNNPlan)
    #expect(ArenaCheck(forward).problems == [])
    let training = TrainingGraph(
      network, input: shape, loss: .diceCrossEntropy, weights: [1, 0.5], dropPath: 0.2)
    for part in [1, 0.95, 0.9] {
      let plan = try #require(
        try OneDNN().compile(
          training.graph, outputs: [training.loss], gradients: training.gradients,
          precision: precision, threads: 2) as? OneDNNPlan)
      try plan.reduceMemory(to: Int(Double(plan.peakByteCount) * part), others: 0)
      #expect((plan.recomputation != nil) == (part < 1))
      #expect(ArenaCheck(plan).problems == [])
    }
  }
}
