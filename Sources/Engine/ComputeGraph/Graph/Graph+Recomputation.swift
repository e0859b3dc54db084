extension Graph {
  /// A graph in which the backward pass computes feature maps again that would else be kept for it.
  public struct Recomputed {
    public var graph: Graph
    /// Where the values of the old graph are.
    ///
    /// Values before the backward pass stay where they were.
    public var moved: [Value: Value]
    /// For every node of the new graph, the node of the old one that it repeats or is.
    public var origins: [Int]
  }

  /// The first node of the backward pass, or the number of nodes where there is none.
  public var backwardStart: Int {
    nodes.firstIndex {
      if case .segmentationLossGradient = $0.operation { true } else { false }
    } ?? nodes.count
  }

  /// The feature maps that the backward pass reads and a recomputation may drop, in three groups, in each those first
  /// that save the most memory for the arithmetic they cost.
  ///
  /// The first group cost little more than a pass over memory: normalisations inside blocks, convolutions of few channels
  /// (stems) or of one voxel (shortcuts, upsampling). Then come other convolutions, and last what blocks end with.
  public var recomputable: [[Value]] {
    let start = backwardStart
    var isRead: Set<Value> = []
    for node in nodes[start...] { isRead.formUnion(node.inputs) }
    let logits = logits
    var groups: [[(value: Value, worth: Double)]] = [[], [], []]
    for (index, node) in nodes[..<start].enumerated() {
      let value = Value(node: index)
      guard isRead.contains(value) else { continue }
      switch node.operation.definition.recomputation {
      case .never: break
      case .memoryPass: groups[0].append((value, Double(shape(of: value).count)))
      case .blockEnd: groups[2].append((value, Double(shape(of: value).count)))
      case .arithmetic:
        guard !logits.contains(value) else { continue }
        let cost = floatingPointOperations(of: index) / Double(max(1, shape(of: value).count))
        if cost <= Self.cheapArithmetic {
          groups[0].append((value, Double(shape(of: value).count)))
        } else {
          groups[1].append((value, 1 / cost))
        }
      }
    }
    return groups.map { group in
      group.sorted { ($0.worth, $1.value.node) > ($1.worth, $0.value.node) }.map(\.value)
    }
  }

  /// Multiplications and additions for each number of a feature map up to which computing it is bound by memory rather than by arithmetic.
  private static let cheapArithmetic = 256.0

  /// The same computation with `dropped` computed again, just before the backward pass first needs them, from what is kept.
  ///
  /// The results are the same to the bit. Source of the idea: Chen et al. 2016, arXiv:1604.06174.
  public func recomputing(_ dropped: Set<Value>) -> Recomputed {
    let start = backwardStart
    var result = Graph()
    result.nodes = Array(nodes[..<start])
    var origins = Array(0..<start)
    var moved: [Value: Value] = [:]
    var repeated: [Value: Value] = [:]

    func recomputed(_ value: Value) -> Value {
      if let made = repeated[value] { return made }
      let node = nodes[value.node]
      var operation = node.operation
      var operands = node.inputs
      if let repetition = operation.definition.repetition {
        operation = repetition.operation
        operands = repetition.operands.map { operand in
          switch operand {
          case .input(let position): node.inputs[position]
          case .result(let result): Value(node: value.node, result: result)
          case .arrived, .sum:
            preconditionFailure("\(operation.definition.name) is repeated from gradients")
          }
        }
      }
      let inputs = operands.map { dropped.contains($0) ? recomputed($0) : $0 }
      let made = result.append(operation, inputs)[0]
      origins.append(value.node)
      repeated[value] = made
      return made
    }

    for index in nodes.indices.dropFirst(start) {
      let node = nodes[index]
      let inputs = node.inputs.map { input in
        if dropped.contains(input) { return recomputed(input) }
        return moved[input] ?? input
      }
      let values = result.append(node.operation, inputs)
      origins.append(index)
      for value in values { moved[Value(node: index, result: value.result)] = value }
    }
    return Recomputed(graph: result, moved: moved, origins: origins)
  }
}
