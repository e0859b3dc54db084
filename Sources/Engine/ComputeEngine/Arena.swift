import ComputeGraph

/// Where every intermediate of a plan lies in one piece of memory.
struct Arena {
  /// Offsets of values, in bytes.
  private(set) var offsets: [Graph.Value: Int] = [:]
  /// Offset of the scratch memory of each node.
  private(set) var scratchOffsets: [Int: Int] = [:]
  let byteCount: Int

  /// - Parameters:
  ///   - lowered: The nodes that are run, in order.
  ///   - outputs: Values that live to the end.
  ///   - parameterOfGradient: Values that lie elsewhere.
  init(
    graph: Graph, precision: Precision, lowered: [(index: Int, operation: Lowered)],
    outputs: [Graph.Value], parameterOfGradient: [Graph.Value: Graph.Value]
  ) {
    var lastUse: [Graph.Value: Int] = [:]
    for (index, _) in lowered {
      for input in graph.nodes[index].inputs { lastUse[input] = index }
    }
    let end = graph.nodes.count
    for output in outputs { lastUse[output] = end }

    var blocks: [MemoryPlan.Block] = []
    var blockOfValue: [Graph.Value: Int] = [:]
    func add(_ value: Graph.Value, from start: Int) {
      blocks.append(
        MemoryPlan.Block(
          byteCount: value.byteCount(in: graph, precision: precision),
          lifetime: start...max(start, lastUse[value] ?? start)))
      blockOfValue[value] = blocks.count - 1
    }

    for (index, node) in graph.nodes.enumerated() {
      switch node.operation {
      case .input, .labels, .sampleFactors:
        // Inputs stay for the next run, unless they are set again.
        let value = Graph.Value(node: index)
        guard lastUse[value] != nil else { continue }
        lastUse[value] = end
        add(value, from: 0)
      default: break
      }
    }
    var scratchBlocks: [Int: Int] = [:]
    for (index, operation) in lowered {
      let node = graph.nodes[index]
      var taken: Set<Int> = []
      for result in node.results.indices {
        let value = Graph.Value(node: index, result: result)
        if parameterOfGradient[value] != nil { continue }
        let size = value.byteCount(in: graph, precision: precision)
        let old = operation.takesOver[result, default: []].lazy.map { node.inputs[$0] }.first {
          guard let block = blockOfValue[$0] else { return false }
          return blocks[block].lifetime.upperBound == index && blocks[block].byteCount >= size
            && !taken.contains(block)
        }
        if let old, let block = blockOfValue[old] {
          taken.insert(block)
          blockOfValue[value] = block
          blocks[block].lifetime =
            blocks[block].lifetime.lowerBound...max(index, lastUse[value] ?? index)
        } else {
          add(value, from: index)
          if let block = blockOfValue[value] { taken.insert(block) }
        }
      }
      if operation.scratchByteCount > 0 {
        blocks.append(
          MemoryPlan.Block(byteCount: operation.scratchByteCount, lifetime: index...index))
        scratchBlocks[index] = blocks.count - 1
      }
    }
    let memory = MemoryPlan(blocks)
    byteCount = memory.byteCount
    offsets = blockOfValue.mapValues { memory.offsets[$0] }
    scratchOffsets = scratchBlocks.mapValues { memory.offsets[$0] }
  }
}

extension Graph.Value {
  func byteCount(in graph: Graph, precision: Precision) -> Int {
    switch graph.type(of: self) {
    case .features(let shape):
      let format = Format(of: self, in: graph, precision: precision)
      return shape.batch * format.channels(shape.channels) * shape.voxels * format.type.byteCount
    case .labels(let shape): return shape.batch * shape.voxels
    case .parameter(let shape): return paddedChannels(shape.reduce(1, *)) * 4
    case .statistics(let batch, let channels): return batch * paddedChannels(channels) * 2 * 4
    case .sums(let batch, let classes): return batch * classes * 2 * 4
    case .factors(let batch): return batch * 4
    case .scalar: return 4
    }
  }
}
