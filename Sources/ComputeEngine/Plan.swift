import CKernels
public import ComputeGraph

/// A graph made ready to run: layouts, fused operations, primitives and the place of every intermediate, for fixed shapes.
///
/// Making a plan allocates no feature map; ``peakByteCount`` tells beforehand what an ``Executor`` will take.
/// Use it and its executors from one thread.
public final class Plan {
  public let graph: Graph
  public let precision: Precision
  /// Threads that run it, the calling one among them.
  public let threads: Int

  let engine: DNNLEngine
  /// The nodes that are run, in order, with what runs them.
  private(set) var lowered: [(index: Int, operation: Lowered)] = []
  /// Layouts of parameters by node.
  private(set) var layouts: [Int: ParameterLayout] = [:]
  /// The parameter whose gradient a value is.
  let parameterOfGradient: [Graph.Value: Graph.Value]
  /// Copies of weights in layouts or types other than the master's.
  private(set) var copies: [WeightCopy] = []
  /// Offsets of values in the arena, in bytes.
  private(set) var offsets: [Graph.Value: Int] = [:]
  /// Offset of the scratch memory of each node.
  private(set) var scratchOffsets: [Int: Int] = [:]
  private(set) var arenaByteCount = 0
  /// Floats in the flat buffer of parameters, padding included.
  private(set) var parameterCount = 0
  private(set) var copiesByteCount = 0

  /// Weights in the layout or type that some primitive wants, remade when the parameters have changed.
  struct WeightCopy {
    var parameter: Graph.Value
    var piece: Int
    var description: MemoryDescription
    var offset: Int
  }

  /// - Parameters:
  ///   - graph: Fused, and extended by gradients if it is to train.
  ///   - outputs: The values that will be read after a run.
  ///   - gradients: The gradient of every parameter that is trained.
  /// - Throws: ``EngineError`` where oneDNN cannot do an operation on this processor.
  public init(
    _ graph: Graph, outputs: [Graph.Value], gradients: [Graph.Value: Graph.Value] = [:],
    precision: Precision, threads: Int
  ) throws {
    self.graph = graph
    self.precision = precision
    self.threads = max(1, threads)
    // oneDNN divides the work of a primitive among the threads there are when it is made.
    seg_set_threads(Int32(self.threads))
    engine = try DNNLEngine()
    parameterOfGradient = Dictionary(
      gradients.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })

    let needed = Self.reachable(from: outputs + Array(gradients.values), in: graph)
    let lowering = Lowering(
      graph: graph, parameterOfGradient: parameterOfGradient, precision: precision,
      threads: self.threads, engine: engine)
    for index in graph.nodes.indices where needed.contains(index) {
      if let operation = try lowering.lower(index) { lowered.append((index, operation)) }
    }
    try layOutParameters(lowering)
    planMemory(outputs: outputs, needed: needed)
  }

  /// Bytes that an executor of this plan takes: intermediates, parameters, gradients and copies of weights.
  public var peakByteCount: Int {
    arenaByteCount + parameterCount * 4 * (parameterOfGradient.isEmpty ? 1 : 2) + copiesByteCount
  }

  private static func reachable(from values: [Graph.Value], in graph: Graph) -> Set<Int> {
    var reached = Set(values.map(\.node))
    for index in graph.nodes.indices.reversed() where reached.contains(index) {
      for input in graph.nodes[index].inputs { reached.insert(input.node) }
    }
    return reached
  }

  private func layOutParameters(_ lowering: Lowering) throws {
    for (parameter, value) in graph.parameters {
      var pieces = try lowering.pieces(of: parameter, value)
      for index in pieces.indices {
        pieces[index].offset = parameterCount
        parameterCount += (pieces[index].description.byteCount / 4 + 15) / 16 * 16
      }
      layouts[value.node] = ParameterLayout(parameter: parameter, pieces: pieces)
    }
    for wish in lowering.wishes {
      guard let layout = layouts[wish.parameter.node],
        !layout.pieces[wish.piece].description.isEqual(to: wish.description),
        !copies.contains(where: {
          $0.parameter == wish.parameter && $0.piece == wish.piece
            && $0.description.isEqual(to: wish.description)
        })
      else { continue }
      copies.append(
        WeightCopy(
          parameter: wish.parameter, piece: wish.piece, description: wish.description,
          offset: copiesByteCount))
      copiesByteCount += (wish.description.byteCount + 63) / 64 * 64
    }
  }

  private func planMemory(outputs: [Graph.Value], needed: Set<Int>) {
    var lastUse: [Graph.Value: Int] = [:]
    for (index, node) in graph.nodes.enumerated() where needed.contains(index) {
      for input in node.inputs { lastUse[input] = index }
    }
    let end = graph.nodes.count
    for output in outputs { lastUse[output] = end }
    // Inputs stay for the next run, unless they are set again.
    for (index, node) in graph.nodes.enumerated() {
      switch node.operation {
      case .input, .labels: lastUse[Graph.Value(node: index)] = end
      default: break
      }
    }

    var blocks: [MemoryPlan.Block] = []
    var blockOfValue: [Graph.Value: Int] = [:]
    func add(_ value: Graph.Value, from start: Int) {
      blocks.append(
        MemoryPlan.Block(
          byteCount: byteCount(of: value),
          lifetime: start...max(start, lastUse[value] ?? start)))
      blockOfValue[value] = blocks.count - 1
    }

    for (index, node) in graph.nodes.enumerated() where needed.contains(index) {
      switch node.operation {
      case .input, .labels: add(Graph.Value(node: index), from: 0)
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
        let size = byteCount(of: value)
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
    arenaByteCount = memory.byteCount
    offsets = blockOfValue.mapValues { memory.offsets[$0] }
    scratchOffsets = scratchBlocks.mapValues { memory.offsets[$0] }
  }

  func byteCount(of value: Graph.Value) -> Int {
    switch graph.type(of: value) {
    case .features(let shape):
      let format = Format(of: value, in: graph, precision: precision)
      return shape.batch * format.channels(shape.channels) * shape.voxels * format.type.byteCount
    case .labels(let shape): return shape.batch * shape.voxels
    case .parameter(let shape): return paddedChannels(shape.reduce(1, *)) * 4
    case .statistics(let batch, let channels): return batch * paddedChannels(channels) * 2 * 4
    case .sums(let batch, let classes): return batch * classes * 2 * 4
    case .scalar: return 4
    }
  }
}
