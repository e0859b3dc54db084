/// A computation recorded as a list of operations, inputs before their users.
///
/// Build one with a ``GraphBuilder``. A graph knows nothing of how it will be run.
public struct Graph: Sendable {
  /// One result of one node.
  public struct Value: Hashable, Sendable {
    public var node: Int
    public var result: Int

    public init(node: Int, result: Int = 0) {
      self.node = node
      self.result = result
    }
  }

  public struct Node: Hashable, Sendable {
    public var operation: Operation
    public var inputs: [Value]
    public var results: [TensorType]
  }

  public internal(set) var nodes: [Node] = []

  public init() {}

  public func type(of value: Value) -> TensorType { nodes[value.node].results[value.result] }

  /// The shape of a feature map.
  /// - Precondition: the value is a feature map.
  public func shape(of value: Value) -> Shape {
    guard case .features(let shape) = type(of: value) else {
      preconditionFailure("\(nodes[value.node].operation.definition.name) is no feature map")
    }
    return shape
  }

  /// Appends a node whose inputs are in the graph.
  /// - Returns: The values of its results.
  @discardableResult
  mutating func append(_ operation: Operation, _ inputs: [Value]) -> [Value] {
    let results = operation.definition.results(of: inputs.map { type(of: $0) })
    nodes.append(Node(operation: operation, inputs: inputs, results: results))
    return results.indices.map { Value(node: nodes.count - 1, result: $0) }
  }

  /// The parameters in the order in which they were made, with their values.
  public var parameters: [(parameter: Parameter, value: Value)] {
    nodes.enumerated().compactMap { index, node in
      if case .parameter(let parameter) = node.operation {
        return (parameter, Value(node: index))
      }
      return nil
    }
  }

  /// The factors of samples that come from outside, in the order in which they were made, with the probability of 0.
  public var sampleFactors: [(value: Value, rate: Float)] {
    nodes.enumerated().compactMap { index, node in
      if case .sampleFactors(let factors) = node.operation {
        return (Value(node: index), factors.rate)
      }
      return nil
    }
  }

  /// The values that losses take for logits.
  package var logits: Set<Value> {
    Set(
      nodes.compactMap { node in
        if case .segmentationLoss = node.operation { node.inputs[0] } else { nil }
      })
  }

  /// Multiplications and additions of a node.
  package func floatingPointOperations(of index: Int) -> Double {
    let node = nodes[index]
    return node.operation.definition.floatingPointOperations(
      inputs: node.inputs.map { type(of: $0) }, results: node.results)
  }

  /// The nodes that some values depend on, their own included.
  package func nodes(behind values: [Value]) -> Set<Int> {
    var reached = Set(values.map(\.node))
    for index in nodes.indices.reversed() where reached.contains(index) {
      for input in nodes[index].inputs { reached.insert(input.node) }
    }
    return reached
  }

  /// The users of every value: (node, position among its inputs).
  public func users() -> [Value: [(node: Int, input: Int)]] {
    var users: [Value: [(node: Int, input: Int)]] = [:]
    for (index, node) in nodes.enumerated() {
      for (position, input) in node.inputs.enumerated() {
        users[input, default: []].append((index, position))
      }
    }
    return users
  }
}
