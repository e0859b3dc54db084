extension Graph {
  /// The same computation with fewer passes over memory.
  ///
  /// Call before ``gradients(of:)``.
  ///
  /// - A convolution of a concatenation reads the concatenated maps where they are.
  /// - Normalisation, the addition of a residual and LeakyReLU become one operation.
  ///
  /// - Parameter outputs: Values that must survive.
  /// - Returns: The new graph and where the outputs are in it.
  public func fused(keeping outputs: [Value]) -> (graph: Graph, outputs: [Value]) {
    let users = users()
    let kept = Set(outputs)
    func hasOneUser(_ value: Value) -> Bool {
      users[value, default: []].count == 1 && !kept.contains(value)
    }

    // The normalisation that each addition or activation is folded into, keyed by the last node of the chain.
    struct Chain {
      var normalization: Int
      var residual: Value?
      var slope: Float?
    }
    var chains: [Int: Chain] = [:]
    var absorbed: Set<Int> = []
    func normalization(of value: Value) -> Int? {
      guard value.result == 0, hasOneUser(value),
        case .instanceNormalization = nodes[value.node].operation
      else { return nil }
      return value.node
    }
    for (index, node) in nodes.enumerated() {
      guard case .leakyReLU(let slope) = node.operation else { continue }
      let input = node.inputs[0]
      if let norm = normalization(of: input) {
        chains[index] = Chain(normalization: norm, residual: nil, slope: slope)
        absorbed.insert(norm)
      } else if case .add = nodes[input.node].operation, hasOneUser(input) {
        let terms = nodes[input.node].inputs
        for (position, term) in terms.enumerated() {
          // The residual must be computed before the normalisation's place in the list, which moves to the activation's.
          if let norm = normalization(of: term), !absorbed.contains(norm) {
            chains[index] = Chain(normalization: norm, residual: terms[1 - position], slope: slope)
            absorbed.formUnion([norm, input.node])
            break
          }
        }
      }
    }

    var result = Graph()
    var moved: [Value: Value] = [:]
    func place(_ values: [Value]) -> [Value] { values.map { moved[$0] ?? $0 } }
    for (index, node) in nodes.enumerated() where !absorbed.contains(index) {
      var operation = node.operation
      var inputs = node.inputs
      var results = node.results
      if let chain = chains[index],
        case .instanceNormalization(var norm) = nodes[chain.normalization].operation
      {
        norm.slope = chain.slope
        norm.hasResidual = chain.residual != nil
        operation = .instanceNormalization(norm)
        inputs = nodes[chain.normalization].inputs + (chain.residual.map { [$0] } ?? [])
        results = nodes[chain.normalization].results
      } else if case .convolution(var convolution) = operation, hasOneUser(inputs[0]),
        case .concatenate = nodes[inputs[0].node].operation
      {
        convolution.sources = 2
        operation = .convolution(convolution)
        inputs = nodes[inputs[0].node].inputs + inputs.dropFirst()
      } else if case .concatenate = operation, let user = users[Value(node: index)]?.first,
        hasOneUser(Value(node: index)), case .convolution = nodes[user.node].operation
      {
        continue
      }
      let values = result.append(operation, place(inputs), results: results)
      for value in values { moved[Value(node: index, result: value.result)] = value }
    }
    return (result, place(outputs))
  }
}
