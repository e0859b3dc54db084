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
  var arrived: [Graph.Value: [Graph.Value]] = [:]
  /// The weights with which scalars reach the loss.
  var weights: [Graph.Value: Float] = [:]
  var parameters: [Graph.Value: Graph.Value] = [:]

  mutating func run(from loss: Graph.Value) {
    weights[loss] = 1
    for index in stride(from: loss.node, through: 0, by: -1) {
      let node = graph.nodes[index]
      if let weight = weights[Graph.Value(node: index)] {
        differentiate(loss: node, at: index, weight: weight)
      } else if let gradients = arrived[Graph.Value(node: index)] {
        differentiate(node, at: index, gradients)
      }
    }
  }

  private mutating func differentiate(loss node: Graph.Node, at index: Int, weight: Float) {
    switch node.operation {
    case .weightedSum(let factors):
      for (input, factor) in zip(node.inputs, factors) where factor != 0 {
        weights[input, default: 0] += weight * factor
      }
    case .segmentationLoss(let loss):
      let inputs = node.inputs + [Graph.Value(node: index, result: 1)]
      let gradient = graph.append(
        .segmentationLossGradient(loss, weight: weight), inputs,
        results: [graph.type(of: node.inputs[0])])
      arrive(gradient[0], at: node.inputs[0])
    default:
      preconditionFailure("\(node.operation) is no loss")
    }
  }

  private mutating func differentiate(
    _ node: Graph.Node, at index: Int, _ gradients: [Graph.Value]
  ) {
    let output = Graph.Value(node: index)
    switch node.operation {
    case .input, .labels, .sampleFactors: break
    case .parameter: parameters[output] = gradients[0]
    case .convolution(let convolution):
      let gradient = sum(gradients)
      let sources = node.inputs.prefix(convolution.sources)
      let weight = node.inputs[convolution.sources]
      // Weights first: the feature maps may end with it, before the gradients of their size begin.
      let parameters = Array(node.inputs.dropFirst(convolution.sources))
      let results = graph.append(
        .convolutionWeightGradient(convolution), Array(sources) + [gradient],
        results: parameters.map { graph.type(of: $0) })
      for (parameter, result) in zip(parameters, results) { arrive(result, at: parameter) }
      for (source, input) in sources.enumerated() where needsGradient(input) {
        let result = graph.append(
          .convolutionInputGradient(
            convolution, source: source, input: graph.shape(of: input)), [gradient, weight],
          results: [graph.type(of: input)])
        arrive(result[0], at: input)
      }
    case .transposedConvolution(let stride, _):
      let results = graph.append(
        .transposedConvolutionGradient(stride: stride),
        [node.inputs[0], node.inputs[1], sum(gradients)],
        results: node.inputs.map { graph.type(of: $0) })
      for (input, result) in zip(node.inputs, results) { arrive(result, at: input) }
    case .instanceNormalization(let norm):
      // Two gradients are added inside the operation; more are added before.
      let arrivedGradients = gradients.count > 2 ? [sum(gradients)] : gradients
      let inputs =
        arrivedGradients + [
          node.inputs[0], output, node.inputs[1], node.inputs[2],
          Graph.Value(node: index, result: 1),
        ]
      let results = graph.append(
        .instanceNormalizationGradient(norm, gradients: arrivedGradients.count), inputs,
        results: node.inputs.map { graph.type(of: $0) })
      for (input, result) in zip(node.inputs, results) { arrive(result, at: input) }
    case .leakyReLU(let slope):
      pass(.leakyReLUGradient(slope: slope), [sum(gradients), output], to: node.inputs[0])
    case .add:
      let gradient = sum(gradients)
      for input in node.inputs { arrive(gradient, at: input) }
    case .scaleSamples:
      pass(.scaleSamples, [sum(gradients), node.inputs[1]], to: node.inputs[0])
    case .concatenate:
      let gradient = sum(gradients)
      var start = 0
      for input in node.inputs {
        let channels = graph.shape(of: input).channels
        pass(.channelSlice(start: start, channels: channels), [gradient], to: input)
        start += channels
      }
    case .averagePool(let stride):
      pass(.averagePoolGradient(stride: stride), [sum(gradients)], to: node.inputs[0])
    case .convolutionInputGradient, .convolutionWeightGradient, .transposedConvolutionGradient,
      .instanceNormalizationAgain, .instanceNormalizationGradient, .leakyReLUGradient,
      .channelSlice, .averagePoolGradient, .segmentationLoss, .segmentationLossGradient,
      .weightedSum:
      preconditionFailure("\(node.operation) has no gradient here")
    }
  }

  private func needsGradient(_ value: Graph.Value) -> Bool {
    switch graph.nodes[value.node].operation {
    case .input, .labels: false
    default: true
    }
  }

  private mutating func arrive(_ gradient: Graph.Value, at value: Graph.Value) {
    guard needsGradient(value) else { return }
    if case .parameter(let parameter) = graph.nodes[value.node].operation {
      precondition(arrived[value] == nil, "parameter \(parameter.name) is used twice")
    }
    arrived[value, default: []].append(gradient)
  }

  private mutating func pass(
    _ operation: Operation, _ inputs: [Graph.Value], to input: Graph.Value
  ) {
    let result = graph.append(operation, inputs, results: [graph.type(of: input)])
    arrive(result[0], at: input)
  }

  private mutating func sum(_ gradients: [Graph.Value]) -> Graph.Value {
    gradients.dropFirst().reduce(gradients[0]) {
      graph.append(.add, [$0, $1], results: [graph.type(of: $0)])[0]
    }
  }
}
