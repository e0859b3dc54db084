package import ComputeGraph

/// Chooses the feature maps that a plan computes a second time.
package struct RecomputationSearch {
  /// A set of feature maps to drop.
  package enum Outcome: Hashable {
    case fits(Set<Graph.Value>)
    /// The fewest bytes that any set comes to.
    case needs(Int)
  }

  private let graph: Graph
  private let byteCount: (Set<Graph.Value>) throws(EngineError) -> Int

  /// - Parameter byteCount: Asked for the bytes of all intermediates where some feature maps are dropped.
  package init(
    _ graph: Graph, byteCount: @escaping (Set<Graph.Value>) throws(EngineError) -> Int
  ) {
    self.graph = graph
    self.byteCount = byteCount
  }

  /// The set that costs least for intermediates of no more bytes than allowed.
  package func fitting(_ allowance: Int) throws(EngineError) -> Outcome {
    var dropped: Set<Graph.Value> = []
    var least = try byteCount([])
    let candidates = graph.recomputable.flatMap(\.self)
    for candidate in candidates {
      dropped.insert(candidate)
      least = min(least, try byteCount(dropped))
      if least <= allowance { break }
    }
    guard least <= allowance else { return .needs(least) }
    // Keep after all what fits, beginning with what would cost the most to compute again.
    for candidate in candidates.reversed() where dropped.contains(candidate) {
      dropped.remove(candidate)
      if try byteCount(dropped) > allowance { dropped.insert(candidate) }
    }
    return .fits(dropped)
  }

  /// What costs little to compute again and makes the intermediates smaller: results bound by memory, and convolutions for a
  /// small part of the step's arithmetic.
  ///
  /// This halves the memory of a large training step for a few per cent of its time.
  ///
  /// - Parameter arithmetic: Multiplications and additions of the whole step.
  package func cheap(ofArithmetic arithmetic: Double) throws(EngineError) -> Set<Graph.Value> {
    let groups = graph.recomputable
    var cheap = groups[0]
    var spent = 0.0
    let most = Self.cheapPart * arithmetic
    for candidate in groups[1] {
      let own = graph.floatingPointOperations(of: candidate.node)
      guard spent + own <= most else { break }
      spent += own
      cheap.append(candidate)
    }
    var dropped = Set(cheap)
    var least = try byteCount(dropped)
    for candidate in cheap.reversed() {
      let size = try byteCount(dropped.subtracting([candidate]))
      if size <= least {
        dropped.remove(candidate)
        least = size
      }
    }
    return least < (try byteCount([])) ? dropped : []
  }

  /// The part of a step's arithmetic that may be done twice unasked.
  private static let cheapPart = 0.03
}
