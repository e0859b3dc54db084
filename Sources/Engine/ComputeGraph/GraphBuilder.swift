/// Records operations into a graph, and the path of the layer that is being built.
public final class GraphBuilder {
  public private(set) var graph = Graph()
  private var path: [String] = []

  public init() {}

  /// An image batch that comes from outside.
  public func input(_ name: String, _ shape: Shape) -> Tensor {
    emit(.input(name: name), [], .features(shape))
  }

  /// Class indices that come from outside: `shape` with one channel.
  public func labels(_ name: String, _ shape: Shape) -> Tensor {
    emit(.labels(name: name), [], .labels(shape.with(channels: 1)))
  }

  /// A parameter of the layer that is being built.
  func parameter(
    _ name: String, _ role: Parameter.Role, _ shape: [Int], _ initializer: Parameter.Initializer
  ) -> Tensor {
    let parameter = Parameter(
      name: (path + [name]).joined(separator: "."), role: role, shape: shape,
      initializer: initializer)
    return emit(.parameter(parameter), [], .parameter(shape))
  }

  /// Runs `body` with a name pushed on the parameter path.
  public func scope<Result>(_ name: String, _ body: () -> Result) -> Result {
    path.append(name)
    defer { path.removeLast() }
    return body()
  }

  func emit(_ operation: Operation, _ inputs: [Tensor], _ results: TensorType...) -> Tensor {
    let values = graph.append(operation, inputs.map(\.value), results: results)
    return Tensor(builder: self, value: values[0])
  }
}

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

/// A part of a network: a value that records its operations when called with a tensor.
public protocol Layer: Hashable, Sendable {
  func callAsFunction(_ input: Tensor) -> Tensor
}
