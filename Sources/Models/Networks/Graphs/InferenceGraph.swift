public import ComputeGraph

/// The forward computation of a network: an image batch in, logits at full resolution out.
public struct InferenceGraph: Sendable {
  public let graph: Graph
  public let image: Graph.Value
  /// [N, K, D, H, W].
  public let logits: Graph.Value

  /// - Parameter input: The shape of the image batch; every axis divisible by the network's ``NetworkConfiguration/divisor``.
  public init(_ configuration: NetworkConfiguration, input: Shape) {
    let builder = GraphBuilder()
    let image = builder.input("image", input)
    let output = configuration.logits(of: image)[0]
    let fused = builder.graph.fused(keeping: [image.value, output.value])
    graph = fused.graph
    self.image = fused.outputs[0]
    self.logits = fused.outputs[1]
  }
}
