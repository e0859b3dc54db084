import ComputeEngine
import ComputeGraph
import OneDNNBackend

/// Checks where values lie against when they are needed, from the graph and the steps alone.
struct ArenaCheck {
  /// Something that occupies memory for a time.
  private struct Place {
    var name: String
    var range: Range<Int>
    /// The first and the last node that need it.
    var time: ClosedRange<Int>
    var value: Graph.Value?
  }

  private let graph: Graph
  private let steps: [Int: Arena.Step]
  private let lastUse: [Graph.Value: Int]
  private(set) var problems: [String] = []

  init(
    _ graph: Graph, steps: [Arena.Step], outputs: [Graph.Value], elsewhere: Set<Graph.Value>,
    byteCount: (Graph.Value) -> Int, arena: Arena
  ) {
    self.graph = graph
    self.steps = Dictionary(uniqueKeysWithValues: steps.map { ($0.node, $0) })
    var lastUse: [Graph.Value: Int] = [:]
    for step in steps {
      for input in graph.nodes[step.node].inputs { lastUse[input] = step.node }
    }
    for output in outputs { lastUse[output] = .max }
    self.lastUse = lastUse

    var places: [Place] = []
    func add(_ value: Graph.Value, _ time: ClosedRange<Int>) {
      let name =
        "\(graph.nodes[value.node].operation.definition.name) \(value.node).\(value.result)"
      guard let offset = arena.offsets[value] else {
        problems.append("\(name) has no place")
        return
      }
      places.append(
        Place(
          name: name, range: offset..<(offset + byteCount(value)), time: time, value: value))
    }
    for (index, node) in graph.nodes.enumerated()
    where node.operation.isFromOutside && lastUse[Graph.Value(node: index)] != nil {
      // It stays for the next run.
      add(Graph.Value(node: index), 0...Int.max)
    }
    for step in steps {
      for result in graph.nodes[step.node].results.indices {
        let value = Graph.Value(node: step.node, result: result)
        if elsewhere.contains(value) { continue }
        add(value, step.node...max(step.node, lastUse[value] ?? step.node))
      }
      guard step.scratchByteCount > 0 else { continue }
      guard let offset = arena.scratchOffsets[step.node] else {
        problems.append("node \(step.node) has no scratch memory")
        continue
      }
      places.append(
        Place(
          name: "scratch of \(step.node)", range: offset..<(offset + step.scratchByteCount),
          time: step.node...step.node, value: nil))
    }
    for place in places {
      if place.range.lowerBound % MemoryPlan.alignment != 0 {
        problems.append("\(place.name) begins at \(place.range.lowerBound)")
      }
      if place.range.lowerBound < 0 || place.range.upperBound > arena.byteCount {
        problems.append("\(place.name) lies outside")
      }
    }
    for (index, place) in places.enumerated() {
      for other in places.dropFirst(index + 1)
      where place.time.overlaps(other.time) && place.range.overlaps(other.range)
        && !mayShare(place, other) && !mayShare(other, place)
      {
        problems.append("\(place.name) and \(other.name) overlap")
      }
    }
  }

  /// Whether the second is a result in the place of the first, an input that ends with it and that it may replace.
  private func mayShare(_ input: Place, _ result: Place) -> Bool {
    guard let old = input.value, let new = result.value, let step = steps[new.node],
      lastUse[old] == new.node, input.range.lowerBound == result.range.lowerBound
    else { return false }
    return step.inPlaceInputs[new.result, default: []].contains {
      graph.nodes[new.node].inputs[$0] == old
    }
  }
}

extension ArenaCheck {
  /// A plan's arena.
  init(_ plan: OneDNNPlan) {
    self.init(
      plan.graph, steps: plan.arenaSteps, outputs: plan.outputs, elsewhere: plan.gradientValues,
      byteCount: plan.byteCount, arena: plan.arena)
  }
}
