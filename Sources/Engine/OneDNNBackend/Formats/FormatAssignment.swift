import ComputeEngine
import ComputeGraph

/// The format of every feature map of a graph: decided once, before anything is lowered.
///
/// It depends on who makes a map and on who reads it, never on the format of another map. Where a kernel cannot read a map in its
/// format, ``Lowering`` converts it first.
struct FormatAssignment {
  let precision: Precision
  private let graph: Graph
  private let formats: [Graph.Value: TensorFormat]

  /// Images of up to this many channels stay in C order: oneDNN has kernels for them in both directions.
  private static let mostPlainChannels = 3

  /// - Parameter outputs: The values that are read after a run.
  init(_ graph: Graph, precision: Precision, outputs: [Graph.Value]) {
    self.graph = graph
    self.precision = precision
    let users = graph.users()
    let outputs = Set(outputs)
    var formats: [Graph.Value: TensorFormat] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for (result, type) in node.results.enumerated() {
        guard case .features(let shape) = type else { continue }
        let value = Graph.Value(node: index, result: result)
        switch node.operation.definition.storage {
        case .planPrecision: formats[value] = TensorFormat(type: precision)
        case .float32: formats[value] = TensorFormat(type: .float32)
        case .image:
          let staysPlain =
            shape.channels <= Self.mostPlainChannels && !outputs.contains(value)
            && users[value, default: []].allSatisfy {
              graph.nodes[$0.node].operation.operandFormat($0.input) == .plannedOrImage
            }
          formats[value] = TensorFormat(type: precision, isBlocked: !staysPlain)
        }
      }
    }
    self.formats = formats
  }

  /// The format of a feature map.
  subscript(value: Graph.Value) -> TensorFormat {
    guard let format = formats[value] else {
      preconditionFailure(
        "\(graph.nodes[value.node].operation.definition.name) makes no feature map")
    }
    return format
  }

  /// What a value takes in memory.
  func byteCount(_ value: Graph.Value) -> Int {
    switch graph.type(of: value) {
    case .features(let shape): self[value].byteCount(shape)
    case .labels(let shape): shape.batch * shape.voxels
    case .parameter(let shape): paddedChannels(shape.reduce(1, *)) * 4
    case .statistics(let batch, let channels): batch * paddedChannels(channels) * 2 * 4
    case .sums(let batch, let classes): batch * classes * 2 * 4
    case .factors(let batch): batch * 4
    case .scalar: 4
    }
  }
}
