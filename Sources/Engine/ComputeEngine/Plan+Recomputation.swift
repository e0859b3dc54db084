import ComputeGraph
import Files

/// What a plan computes again to fit a limit of memory.
public struct Recomputation: Hashable, Sendable {
  /// Feature maps that are computed a second time, rather than kept.
  public var featureMaps: Int
  /// Bytes less than the plan would take without.
  public var savedByteCount: Int
  /// The additional arithmetic of convolutions as a part of the whole step's.
  public var addedArithmetic: Double
}

extension Recomputation: CustomStringConvertible {
  /// What it costs, for people.
  public var description: String {
    let percent = (addedArithmetic * 1000).rounded() / 10
    return
      "\(featureMaps) feature maps are computed twice, which saves \(savedByteCount >> 20) MB for \(percent) % more arithmetic"
  }
}

extension Plan {
  /// Computes feature maps again in the backward pass, rather than keep them, until the plan takes no more than a limit.
  ///
  /// Call before an executor is made. The results stay the same to the bit.
  /// - Parameters:
  ///   - limit: Bytes for ``peakByteCount`` and `others` together.
  ///   - others: Bytes that are taken besides the plan, such as the optimiser's.
  /// - Throws: ``EngineError`` of kind `usage` that says what the plan takes at least.
  public func reduceMemory(to limit: Int, others: Int = 0) throws(EngineError) {
    let whole = peakByteCount + others
    guard whole > limit else { return }
    let original = Original(plan: self)
    let allowance = limit - (whole - arena.byteCount)

    var dropped: Set<Graph.Value> = []
    var least = arena.byteCount
    let candidates = graph.recomputable.flatMap(\.self)
    for candidate in candidates {
      dropped.insert(candidate)
      least = min(least, try original.changed(dropped).arena.byteCount)
      if least <= allowance { break }
    }
    guard least <= allowance else {
      throw EngineError(
        "a training step needs at least \((whole - arena.byteCount + least) >> 20) MB, and \(whole >> 20) MB without computing anything twice, but \(limit >> 20) MB are allowed; allow more memory, or choose a smaller patch, batch or network",
        kind: .usage)
    }
    // Keep after all what fits, the dearest first.
    for candidate in candidates.reversed() where dropped.contains(candidate) {
      dropped.remove(candidate)
      if try original.changed(dropped).arena.byteCount > allowance { dropped.insert(candidate) }
    }

    apply(try original.changed(dropped))
  }

  /// Computes again what costs little: results bound by memory, and convolutions for a small part of the step's arithmetic, where
  /// that makes the plan smaller.
  ///
  /// This halves the memory of a large training step for a few per cent of its time.
  ///
  /// Call before an executor is made. The results stay the same to the bit.
  public func recomputeCheapFeatureMaps() throws(EngineError) {
    let groups = graph.recomputable
    var cheap = groups[0]
    var arithmetic = 0.0
    let most = Self.cheapPart * lowered.reduce(0) { $0 + $1.operation.floatingPointOperations }
    for candidate in groups[1] {
      let own = graph.arithmetic(of: candidate.node)
      guard arithmetic + own <= most else { break }
      arithmetic += own
      cheap.append(candidate)
    }
    let original = Original(plan: self)
    var dropped = Set(cheap)
    var least = try original.changed(dropped)
    for candidate in cheap.reversed() {
      let changed = try original.changed(dropped.subtracting([candidate]))
      if changed.arena.byteCount <= least.arena.byteCount {
        dropped.remove(candidate)
        least = changed
      }
    }
    if least.arena.byteCount < arena.byteCount { apply(least) }
  }

  /// The part of a step's arithmetic that may be done twice unasked.
  private static let cheapPart = 0.03

  private func apply(_ changed: Original.Changed) {
    let arithmetic = lowered.reduce(0) { $0 + $1.operation.floatingPointOperations }
    let added =
      changed.lowered.reduce(0) { $0 + $1.operation.floatingPointOperations } - arithmetic
    recomputation = Recomputation(
      featureMaps: changed.graph.nodes.count - graph.nodes.count,
      savedByteCount: arena.byteCount - changed.arena.byteCount,
      addedArithmetic: added / max(1, arithmetic))
    graph = changed.graph
    repeated = changed.repeated
    lowered = changed.lowered
    parameterOfGradient = changed.parameterOfGradient
    arena = changed.arena
  }

  /// A plan as it was before feature maps were dropped.
  private struct Original {
    let plan: Plan
    let operations: [Int: Lowered]

    init(plan: Plan) {
      self.plan = plan
      operations = Dictionary(
        plan.lowered.map { ($0.index, $0.operation) }, uniquingKeysWith: { first, _ in first })
    }

    struct Changed {
      var graph: Graph
      /// Nodes that repeat another one.
      var repeated: Set<Int>
      var lowered: [(index: Int, operation: Lowered)] = []
      var parameterOfGradient: [Graph.Value: Graph.Value] = [:]
      var arena: Arena
    }

    func changed(_ dropped: Set<Graph.Value>) throws(EngineError) -> Changed {
      let recomputed = plan.graph.recomputing(dropped)
      func moved(_ value: Graph.Value) -> Graph.Value { recomputed.moved[value] ?? value }
      let parameterOfGradient = Dictionary(
        plan.parameterOfGradient.map { (moved($0.key), $0.value) },
        uniquingKeysWith: { first, _ in first })
      let lowering = Lowering(
        graph: recomputed.graph, parameterOfGradient: parameterOfGradient,
        precision: plan.precision, threads: plan.threads, engine: plan.engine)
      var lowered: [(index: Int, operation: Lowered)] = []
      for (index, origin) in recomputed.origins.enumerated() {
        guard let operation = operations[origin] else { continue }
        // Primitives are shared; only a normalisation differs when it is done again.
        if case .instanceNormalizationAgain = recomputed.graph.nodes[index].operation {
          if let again = try lowering.lower(index) { lowered.append((index, again)) }
        } else {
          lowered.append((index, operation))
        }
      }
      let start = plan.graph.backwardStart
      let repeated = Set(
        recomputed.origins.indices.dropFirst(start).filter { recomputed.origins[$0] < start })
      return Changed(
        graph: recomputed.graph, repeated: repeated, lowered: lowered,
        parameterOfGradient: parameterOfGradient,
        arena: Arena(
          graph: recomputed.graph, precision: plan.precision, lowered: lowered,
          outputs: plan.outputs.map(moved), parameterOfGradient: parameterOfGradient))
    }
  }
}
