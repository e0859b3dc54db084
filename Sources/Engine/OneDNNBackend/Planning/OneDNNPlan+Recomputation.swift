package import ComputeEngine
import ComputeGraph
import Files

extension OneDNNPlan {
  package func reduceMemory(to limit: Int, others: Int) throws(EngineError) {
    let whole = peakByteCount + others
    guard whole > limit else { return }
    let original = OriginalPlan(self)
    let kept = whole - memory.arena.byteCount
    switch try original.search.fitting(limit - kept) {
    case .fits(let dropped): apply(try original.dropping(dropped))
    case .needs(let least):
      throw EngineError(
        "a training step needs at least \((kept + least) >> 20) MB, and \(whole >> 20) MB without computing anything twice, but \(limit >> 20) MB are allowed; allow more memory, or choose a smaller patch, batch or network",
        kind: .usage)
    }
  }

  package func recomputeCheapFeatureMaps() throws(EngineError) {
    let original = OriginalPlan(self)
    let dropped = try original.search.cheap(ofArithmetic: arithmetic(graph, steps))
    if !dropped.isEmpty { apply(try original.dropping(dropped)) }
  }

  /// All multiplications and additions, what is computed twice counted twice.
  private func arithmetic(_ graph: Graph, _ steps: [PlannedStep]) -> Double {
    steps.reduce(0) { $0 + graph.floatingPointOperations(of: $1.node) }
  }

  private func apply(_ changed: OriginalPlan.Variant) {
    let whole = arithmetic(graph, steps)
    recomputation = Recomputation(
      featureMaps: changed.graph.nodes.count - graph.nodes.count,
      savedByteCount: memory.arena.byteCount - changed.arena.byteCount,
      addedArithmetic: (arithmetic(changed.graph, changed.steps) - whole) / max(1, whole))
    graph = changed.graph
    formats = changed.formats
    repeated = changed.repeated
    steps = changed.steps
    memory.parameterOfGradient = changed.parameterOfGradient
    memory.arena = changed.arena
  }
}

/// A plan as it is before feature maps are dropped.
private struct OriginalPlan {
  /// The plan with feature maps dropped and computed again.
  struct Variant {
    var graph: Graph
    var formats: FormatAssignment
    /// Nodes that repeat another one.
    var repeated: Set<Int>
    var steps: [OneDNNPlan.PlannedStep]
    var parameterOfGradient: [Graph.Value: Graph.Value]
    var arena: Arena
  }

  private let plan: OneDNNPlan
  private let operations: [Int: LoweredOperation]

  init(_ plan: OneDNNPlan) {
    self.plan = plan
    operations = Dictionary(
      plan.steps.map { ($0.node, $0.operation) }, uniquingKeysWith: { first, _ in first })
  }

  var search: RecomputationSearch {
    RecomputationSearch(plan.graph) { dropped throws(EngineError) in
      try dropping(dropped).arena.byteCount
    }
  }

  func dropping(_ dropped: Set<Graph.Value>) throws(EngineError) -> Variant {
    let recomputed = plan.graph.recomputing(dropped)
    func moved(_ value: Graph.Value) -> Graph.Value { recomputed.moved[value] ?? value }
    let parameterOfGradient = Dictionary(
      plan.memory.parameterOfGradient.map { (moved($0.key), $0.value) },
      uniquingKeysWith: { first, _ in first })
    let outputs = plan.outputs.map(moved)
    let formats = FormatAssignment(
      recomputed.graph, precision: plan.precision, outputs: outputs)
    let lowering = Lowering(
      graph: recomputed.graph, formats: formats, parameterOfGradient: parameterOfGradient,
      threads: plan.threads, engine: plan.engine)
    var steps: [OneDNNPlan.PlannedStep] = []
    for (index, origin) in recomputed.origins.enumerated() {
      guard let operation = operations[origin] else { continue }
      let isOther = recomputed.graph.nodes[index].operation != plan.graph.nodes[origin].operation
      // Primitives are shared; only what is done in another way the second time is lowered again.
      if let lowered = isOther ? try lowering.lower(index) : operation {
        steps.append(OneDNNPlan.PlannedStep(node: index, operation: lowered))
      }
    }
    let start = plan.graph.backwardStart
    let repeated = Set(
      recomputed.origins.indices.dropFirst(start).filter { recomputed.origins[$0] < start })
    return Variant(
      graph: recomputed.graph, formats: formats, repeated: repeated, steps: steps,
      parameterOfGradient: parameterOfGradient,
      arena: Arena(
        recomputed.graph, steps: steps.map(\.arenaStep), outputs: outputs,
        elsewhere: Set(parameterOfGradient.keys), byteCount: formats.byteCount))
  }
}
