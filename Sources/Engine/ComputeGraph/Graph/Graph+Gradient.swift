extension Graph {
  /// Extends the graph by the gradients of a loss with respect to every parameter it depends on.
  ///
  /// - Parameter loss: A ``TensorType/scalar`` made by weighted sums of segmentation losses.
  /// - Returns: The gradient's value for each parameter's value; parameters that the loss does not reach are left out.
  /// - Precondition: no parameter is used twice.
  public mutating func gradients(of loss: Value) -> [Value: Value] {
    var differentiation = Differentiation(graph: self)
    differentiation.run(from: loss)
    self = differentiation.graph
    return differentiation.parameters
  }
}

/// Reverse-mode differentiation: one reversed loop over the nodes that appends their gradients.
private struct Differentiation {
  var graph: Graph
  /// The gradients that have arrived at a value and are still to be added up.
  private var arrived: [Graph.Value: [Graph.Value]] = [:]
  /// The weights with which scalars reach the loss.
  private var weights: [Graph.Value: Float] = [:]
  private(set) var parameters: [Graph.Value: Graph.Value] = [:]

  init(graph: Graph) { self.graph = graph }

  mutating func run(from loss: Graph.Value) {
    weights[loss] = 1
    for index in stride(from: loss.node, through: 0, by: -1) {
      let output = Graph.Value(node: index)
      let gradients = arrived[output] ?? []
      if let weight = weights[output] {
        differentiate(index, gradients: [], weight: weight)
      } else if !gradients.isEmpty {
        differentiate(index, gradients: gradients, weight: 0)
      }
    }
  }

  private mutating func differentiate(_ index: Int, gradients: [Graph.Value], weight: Float) {
    let node = graph.nodes[index]
    if case .parameter = node.operation { parameters[Graph.Value(node: index)] = gradients[0] }
    let steps = node.operation.definition.gradient(
      GradientContext(
        inputs: node.inputs.map { graph.type(of: $0) }, arrivedCount: gradients.count,
        lossWeight: weight))
    var total: Graph.Value?
    func sum() -> Graph.Value {
      if let total { return total }
      let sum = gradients.dropFirst().reduce(gradients[0]) { graph.append(.add, [$0, $1])[0] }
      total = sum
      return sum
    }
    for step in steps {
      switch step {
      case .compute(let operation, let operands, let targets):
        guard targets.contains(where: { takesGradient(node.inputs[$0]) }) else { continue }
        let inputs = operands.map { operand in
          switch operand {
          case .input(let position): node.inputs[position]
          case .result(let result): Graph.Value(node: index, result: result)
          case .arrived(let position): gradients[position]
          case .sum: sum()
          }
        }
        let results = graph.append(operation, inputs)
        for (target, result) in zip(targets, results) { arrive(result, at: node.inputs[target]) }
      case .pass(let targets):
        for target in targets { arrive(sum(), at: node.inputs[target]) }
      case .weigh(let factors):
        for (input, factor) in zip(node.inputs, factors) where factor != 0 {
          weights[input, default: 0] += weight * factor
        }
      }
    }
  }

  private func takesGradient(_ value: Graph.Value) -> Bool {
    graph.nodes[value.node].operation.definition.takesGradient
  }

  private mutating func arrive(_ gradient: Graph.Value, at value: Graph.Value) {
    guard takesGradient(value) else { return }
    if case .parameter(let parameter) = graph.nodes[value.node].operation {
      precondition(arrived[value] == nil, "parameter \(parameter.name) is used twice")
    }
    arrived[value, default: []].append(gradient)
  }
}
