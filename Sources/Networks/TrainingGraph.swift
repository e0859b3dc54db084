public import ComputeGraph

/// A U-Net with deep supervision, its loss, and the gradient of every parameter.
public struct TrainingGraph: Sendable {
  public let graph: Graph
  public let image: Graph.Value
  /// Class indices for every resolution that has a loss, full resolution first.
  public let labels: [Graph.Value]
  /// Logits of every resolution, full resolution first.
  public let logits: [Graph.Value]
  public let loss: Graph.Value
  /// The gradient of every parameter that the loss depends on.
  public let gradients: [Graph.Value: Graph.Value]

  /// - Parameters:
  ///   - input: The shape of the image batch; every axis divisible by the network's ``NetworkConfiguration/divisor``.
  ///   - weights: The weight of each resolution's loss, full resolution first; 0 leaves it out.
  public init(
    _ configuration: NetworkConfiguration, input: Shape, loss: SegmentationLoss, weights: [Float]
  ) {
    let builder = GraphBuilder()
    let image = builder.input("image", input)
    let outputs = UNet(configuration)(image)
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
    self.image = places[0]
    self.loss = places[1]
    self.labels = Array(places[2..<(2 + labels.count)])
    self.logits = Array(places[(2 + labels.count)...])
  }
}
