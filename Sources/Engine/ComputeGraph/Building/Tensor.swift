/// A symbolic tensor while a graph is being built.
public struct Tensor {
  let builder: GraphBuilder
  public let value: Graph.Value

  /// The shape of a feature map.
  public var shape: Shape { builder.graph.shape(of: value) }

  /// Applies a layer whose parameters are named below `name`.
  public func then(_ name: String, _ layer: some Layer) -> Tensor {
    builder.scope(name) { layer(self) }
  }
}
