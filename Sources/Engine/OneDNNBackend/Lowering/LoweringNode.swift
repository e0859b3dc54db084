import ComputeEngine
import ComputeGraph

/// A node that is being lowered, with the formats of its feature maps as its kernel meets them.
struct LoweringNode {
  let index: Int
  let operation: Operation
  let inputs: [Graph.Value]
  let inputTypes: [TensorType]
  let results: [TensorType]
  /// Of inputs that are feature maps: after the conversions before the kernel.
  private let inputFormats: [Int: TensorFormat]
  private let resultFormats: [Int: TensorFormat]

  init(_ graph: Graph, _ index: Int, _ formats: FormatAssignment) {
    let node = graph.nodes[index]
    self.index = index
    operation = node.operation
    inputs = node.inputs
    results = node.results
    inputTypes = node.inputs.map { graph.type(of: $0) }
    var inputFormats: [Int: TensorFormat] = [:]
    for (position, value) in node.inputs.enumerated() {
      guard case .features = graph.type(of: value) else { continue }
      inputFormats[position] = node.operation.operandFormat(position)
        .format(for: formats[value], formats.precision)
    }
    self.inputFormats = inputFormats
    var resultFormats: [Int: TensorFormat] = [:]
    for (result, type) in node.results.enumerated() {
      guard case .features = type else { continue }
      resultFormats[result] = formats[Graph.Value(node: index, result: result)]
    }
    self.resultFormats = resultFormats
  }

  /// The shape of a feature map among the inputs.
  func shape(_ input: Int) -> Shape { inputTypes[input].shape }

  /// The format of a feature map among the inputs.
  func format(_ input: Int) -> TensorFormat {
    guard let format = inputFormats[input] else {
      preconditionFailure("input \(input) of \(operation.definition.name) is no feature map")
    }
    return format
  }

  /// The format of a feature map among the results.
  func resultFormat(_ result: Int = 0) -> TensorFormat {
    guard let format = resultFormats[result] else {
      preconditionFailure("result \(result) of \(operation.definition.name) is no feature map")
    }
    return format
  }

  /// The one format of all results and of all inputs that are feature maps.
  ///
  /// For kernels that know only one.
  /// - Parameter exceptions: Inputs that the kernel takes in another format, too.
  /// - Precondition: they have the same, with padded channels.
  func uniformFormat(except exceptions: Set<Int> = []) -> TensorFormat {
    let inputs = inputFormats.filter { !exceptions.contains($0.key) }.values
    let all = Set(inputs).union(resultFormats.values)
    guard all.count == 1, let format = all.first, format.isBlocked else {
      preconditionFailure("\(operation.definition.name) cannot read and write \(all)")
    }
    return format
  }
}
