/// Records operations into a graph, and the path of the layer that is being built.
public final class GraphBuilder {
  public private(set) var graph = Graph()
  private var path: [String] = []

  public init() {}

  /// An image batch that comes from outside.
  public func input(_ name: String, _ shape: Shape) -> Tensor {
    emit(.input(ImageInput(label: name, shape: shape)), [])
  }

  /// Class indices that come from outside: `shape` with one channel.
  public func labels(_ name: String, _ shape: Shape) -> Tensor {
    emit(.labels(LabelInput(label: name, shape: shape.with(channels: 1))), [])
  }

  /// A parameter of the layer that is being built.
  func parameter(
    _ name: String, _ role: Parameter.Role, _ shape: [Int], _ initializer: Parameter.Initializer
  ) -> Tensor {
    let parameter = Parameter(
      name: (path + [name]).joined(separator: "."), role: role, shape: shape,
      initializer: initializer)
    return emit(.parameter(parameter), [])
  }

  /// Runs `body` with a name pushed on the parameter path.
  public func scope<Result>(_ name: String, _ body: () -> Result) -> Result {
    path.append(name)
    defer { path.removeLast() }
    return body()
  }

  /// Appends an operation.
  /// - Returns: Its first result.
  func emit(_ operation: Operation, _ inputs: [Tensor]) -> Tensor {
    Tensor(builder: self, value: graph.append(operation, inputs.map(\.value))[0])
  }
}
