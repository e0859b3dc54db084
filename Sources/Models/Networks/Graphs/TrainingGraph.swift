public import ComputeGraph

/// A network with deep supervision, its loss, and the gradient of every parameter.
public struct TrainingGraph: Sendable {
  public let graph: Graph
  public let image: Graph.Value
  /// Class indices for every resolution that has a loss, full resolution first.
  public let labels: [Graph.Value]
  /// Logits of every resolution, full resolution first.
  public let logits: [Graph.Value]
  public let loss: Graph.Value
  /// The factors of samples in every block that may be left out, in their order, with the probability of 0.
  public let pathFactors: [(value: Graph.Value, rate: Float)]
  /// The gradient of every parameter that the loss depends on.
  public let gradients: [Graph.Value: Graph.Value]

  /// - Parameters:
  ///   - input: The shape of the image batch; every axis divisible by the network's ``NetworkConfiguration/divisor``.
  ///   - weights: The weight of each resolution's loss, full resolution first; 0 leaves it out.
  ///   - dropPath: The largest rate of ``DropPath``.
  public init(
    _ configuration: NetworkConfiguration, input: Shape, loss: SegmentationLoss, weights: [Float],
    dropPath: Float = 0
  ) {
    let builder = GraphBuilder()
    let image = builder.input("image", input)
    let outputs = configuration.logits(of: image, dropPath: dropPath)
    var labels: [Tensor] = []
    var losses: [Tensor] = []
    for (index, (logits, weight)) in zip(outputs, weights).enumerated() where weight != 0 {
      labels.append(builder.labels("labels.\(index)", logits.shape))
      losses.append(logits.loss(loss, labels: labels[labels.count - 1]))
    }
    let total = Tensor.weightedSum(losses, weights: weights.filter { $0 != 0 })
    let kept = [image.value, total.value] + labels.map(\.value) + outputs.map(\.value)
    let (fused, places) = builder.graph.fused(keeping: kept)
    var graph = fused
    gradients = graph.gradients(of: places[1])
    self.graph = graph
    pathFactors = graph.sampleFactors
    self.image = places[0]
    self.loss = places[1]
    self.labels = Array(places[2..<(2 + labels.count)])
    self.logits = Array(places[(2 + labels.count)...])
  }
}
