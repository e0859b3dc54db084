extension Graph {
  /// The same computation with fewer passes over memory.
  ///
  /// Call before ``gradients(of:)``.
  ///
  /// - A convolution of a concatenation reads the concatenated maps where they are.
  /// - Normalisation, the addition of a residual and LeakyReLU become one operation.
  ///
  /// What may be joined is each operation's ``FusionRole``.
  ///
  /// - Parameter outputs: Values that must survive.
  /// - Returns: The new graph and where the outputs are in it.
  public func fused(keeping outputs: [Value]) -> (graph: Graph, outputs: [Value]) {
    let fusion = Fusion(self, keeping: outputs)
    var result = Graph()
    var moved: [Value: Value] = [:]
    func place(_ values: [Value]) -> [Value] { values.map { moved[$0] ?? $0 } }
    for index in nodes.indices {
      guard let (operation, inputs) = fusion.node(index) else { continue }
      for value in result.append(operation, place(inputs)) {
        moved[Value(node: index, result: value.result)] = value
      }
    }
    return (result, place(outputs))
  }
}

/// Which nodes of a graph are joined.
private struct Fusion {
  /// A normalisation and what is folded into it.
  private struct Chain {
    var normalization: Int
    var residual: Graph.Value?
    var slope: Float
  }

  private let graph: Graph
  private let users: [Graph.Value: [(node: Int, input: Int)]]
  private let kept: Set<Graph.Value>
  /// By the activation that ends each.
  private var chains: [Int: Chain] = [:]
  private var absorbed: Set<Int> = []

  init(_ graph: Graph, keeping outputs: [Graph.Value]) {
    self.graph = graph
    users = graph.users()
    kept = Set(outputs)
    for index in graph.nodes.indices {
      guard case .activation(let slope) = role(index) else { continue }
      let input = graph.nodes[index].inputs[0]
      if let normalization = normalization(of: input) {
        chains[index] = Chain(normalization: normalization, residual: nil, slope: slope)
        absorbed.insert(normalization)
      } else if case .addition = role(input.node), hasOneUser(input) {
        let terms = graph.nodes[input.node].inputs
        for (position, term) in terms.enumerated() {
          // The residual must be computed before the normalisation's place in the list, which moves to the activation's.
          if let normalization = self.normalization(of: term), !absorbed.contains(normalization) {
            chains[index] = Chain(
              normalization: normalization, residual: terms[1 - position], slope: slope)
            absorbed.formUnion([normalization, input.node])
            break
          }
        }
      }
    }
  }

  /// What stands in the place of a node, with inputs from the old graph; `nil` where others have taken it into themselves.
  func node(_ index: Int) -> (Operation, [Graph.Value])? {
    if absorbed.contains(index) { return nil }
    let node = graph.nodes[index]
    switch role(index) {
    case .none, .normalization, .addition: break
    case .activation:
      if let chain = chains[index], case .normalization(var joined) = role(chain.normalization) {
        joined.slope = chain.slope
        joined.hasResidual = chain.residual != nil
        let inputs = graph.nodes[chain.normalization].inputs
        return (.instanceNormalization(joined), inputs + (chain.residual.map { [$0] } ?? []))
      }
    case .convolution(var convolution):
      let parts = graph.nodes[node.inputs[0].node].inputs
      if hasOneUser(node.inputs[0]), case .concatenation = role(node.inputs[0].node) {
        convolution.sources = parts.count
        return (.convolution(convolution), parts + node.inputs.dropFirst())
      }
    case .concatenation:
      let value = Graph.Value(node: index)
      if hasOneUser(value), let user = users[value]?.first, case .convolution = role(user.node) {
        return nil
      }
    }
    return (node.operation, node.inputs)
  }

  private func role(_ index: Int) -> FusionRole { graph.nodes[index].operation.definition.fusion }

  private func hasOneUser(_ value: Graph.Value) -> Bool {
    users[value, default: []].count == 1 && !kept.contains(value)
  }

  /// The normalisation that makes a value for one user.
  private func normalization(of value: Graph.Value) -> Int? {
    guard value.result == 0, hasOneUser(value), case .normalization = role(value.node) else {
      return nil
    }
    return value.node
  }
}
