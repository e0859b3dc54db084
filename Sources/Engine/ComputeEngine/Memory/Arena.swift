package import ComputeGraph

/// Where every intermediate of a plan lies in one piece of memory.
package struct Arena {
  /// A node that is run.
  package struct Step {
    package var node: Int
    /// Memory that it needs while it runs.
    package var scratchByteCount: Int
    /// For a result, the inputs in whose memory it may be written, best first.
    package var inPlaceInputs: [Int: [Int]]

    package init(node: Int, scratchByteCount: Int = 0, inPlaceInputs: [Int: [Int]] = [:]) {
      self.node = node
      self.scratchByteCount = scratchByteCount
      self.inPlaceInputs = inPlaceInputs
    }
  }

  /// Offsets of values, in bytes.
  package private(set) var offsets: [Graph.Value: Int] = [:]
  /// Offset of the scratch memory of each node.
  package private(set) var scratchOffsets: [Int: Int] = [:]
  package let byteCount: Int

  /// - Parameters:
  ///   - steps: The nodes that are run, in order.
  ///   - outputs: Values that live to the end.
  ///   - elsewhere: Results that have a place of their own outside.
  ///   - byteCount: The size of a value.
  package init(
    _ graph: Graph, steps: [Step], outputs: [Graph.Value], elsewhere: Set<Graph.Value>,
    byteCount: (Graph.Value) -> Int
  ) {
    var blocks = Blocks(lastUse: Self.lastUse(graph, steps: steps, outputs: outputs))
    for (index, node) in graph.nodes.enumerated() where node.operation.isFromOutside {
      // Inputs stay for the next run, unless they are set again.
      let value = Graph.Value(node: index)
      guard blocks.lastUse[value] != nil else { continue }
      blocks.lastUse[value] = graph.nodes.count
      blocks.add(value, byteCount(value), from: 0)
    }
    var scratch: [Int: Int] = [:]
    for step in steps {
      let node = graph.nodes[step.node]
      var taken: Set<Int> = []
      for result in node.results.indices {
        let value = Graph.Value(node: step.node, result: result)
        if elsewhere.contains(value) { continue }
        let candidates = step.inPlaceInputs[result, default: []].map { node.inputs[$0] }
        let block = blocks.place(
          value, byteCount(value), at: step.node, over: candidates, except: taken)
        taken.insert(block)
      }
      if step.scratchByteCount > 0 {
        scratch[step.node] = blocks.add(
          MemoryPlan.Block(
            byteCount: step.scratchByteCount, lifetime: step.node...step.node))
      }
    }
    let memory = MemoryPlan(blocks.blocks)
    self.byteCount = memory.byteCount
    offsets = blocks.blockOfValue.mapValues { memory.offsets[$0] }
    scratchOffsets = scratch.mapValues { memory.offsets[$0] }
  }

  /// The last node that reads each value; the number of nodes for outputs.
  private static func lastUse(_ graph: Graph, steps: [Step], outputs: [Graph.Value])
    -> [Graph.Value: Int]
  {
    var lastUse: [Graph.Value: Int] = [:]
    for step in steps {
      for input in graph.nodes[step.node].inputs { lastUse[input] = step.node }
    }
    for output in outputs { lastUse[output] = graph.nodes.count }
    return lastUse
  }

  /// Blocks of memory and the values in them.
  private struct Blocks {
    var lastUse: [Graph.Value: Int]
    var blocks: [MemoryPlan.Block] = []
    var blockOfValue: [Graph.Value: Int] = [:]

    init(lastUse: [Graph.Value: Int]) { self.lastUse = lastUse }

    mutating func add(_ block: MemoryPlan.Block) -> Int {
      blocks.append(block)
      return blocks.count - 1
    }

    @discardableResult
    mutating func add(_ value: Graph.Value, _ byteCount: Int, from start: Int) -> Int {
      let lifetime = start...max(start, lastUse[value] ?? start)
      let block = add(MemoryPlan.Block(byteCount: byteCount, lifetime: lifetime))
      blockOfValue[value] = block
      return block
    }

    /// Places a result over the first of some inputs that ends with this node and is large enough, else in a block of its own.
    mutating func place(
      _ value: Graph.Value, _ byteCount: Int, at node: Int, over candidates: [Graph.Value],
      except taken: Set<Int>
    ) -> Int {
      let free = candidates.compactMap { blockOfValue[$0] }.first {
        blocks[$0].lifetime.upperBound == node && blocks[$0].byteCount >= byteCount
          && !taken.contains($0)
      }
      guard let free else { return add(value, byteCount, from: node) }
      blockOfValue[value] = free
      blocks[free].lifetime =
        blocks[free].lifetime.lowerBound...max(node, lastUse[value] ?? node)
      return free
    }
  }
}
