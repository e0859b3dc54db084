package import ComputeGraph

extension NetworkConfiguration {
  /// Records the network.
  ///
  /// Shape: [N, C, D, H, W] → logits at every resolution, full resolution first.
  /// - Precondition: the configuration has no ``problem``.
  func logits(of image: Tensor, dropPath: Float = 0) -> [Tensor] {
    precondition(problem == nil, problem ?? "")
    return kind.family.init(self, dropPath: dropPath)(image)
  }

  /// At how many resolutions the network has logits.
  package var resolutions: Int { kind.family.resolutions(self) }

  /// The parameters that the network has, in the order in which it makes them.
  ///
  /// - Precondition: the configuration has no ``problem``.
  package var parameters: [Parameter] { smallest.graph.parameters.map(\.parameter) }

  /// The names of the weights that read the image itself, so that their input channels are the image's.
  ///
  /// - Precondition: the configuration has no ``problem``.
  package var imageWeights: Set<String> {
    let (graph, image) = smallest
    var images: Set<Graph.Value> = [image]
    var names: Set<String> = []
    for (index, node) in graph.nodes.enumerated() {
      guard let input = node.inputs.first, images.contains(input) else { continue }
      if case .averagePool = node.operation { images.insert(Graph.Value(node: index)) }
      if case .convolution = node.operation,
        case .parameter(let weight) = graph.nodes[node.inputs[1].node].operation
      {
        names.insert(weight.name)
      }
    }
    return names
  }

  /// The network for the smallest image that it takes: parameters do not depend on the size.
  private var smallest: (graph: Graph, image: Graph.Value) {
    let size = Window(axes: divisor)
    let builder = GraphBuilder()
    let image = builder.input(
      "image",
      Shape(
        batch: 1, channels: inputChannels, depth: size.depth, height: size.height,
        width: size.width))
    _ = logits(of: image)
    return (builder.graph, image.value)
  }
}
