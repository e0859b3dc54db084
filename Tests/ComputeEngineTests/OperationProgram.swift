import ComputeEngine
import ComputeGraph
import Foundation
import OneDNNBackend
import Testing

/// An operation between a convolution of one voxel, whose gradient needs that of the operation's input, and a head with a
/// loss: in the engine and in plain loops.
struct OperationProgram {
  let executor: any GraphExecutor
  private(set) var reference: ReferenceComputation
  let logits: Graph.Value
  let loss: Graph.Value

  init(_ operation: OperationCase, backend: any Backend = OneDNN(), precision: Precision) throws {
    let builder = GraphBuilder()
    let image = builder.input("image", operation.shape)
    var x = image
    if let channels = operation.channels {
      x = builder.scope("stem") { x.convolution(Convolution(channels: channels, kernel: .one)) }
    }
    let result = builder.scope("operation") { operation.apply(builder, x) }
    let head = builder.scope("head") {
      result.convolution(Convolution(channels: 3, kernel: .one, keepsFullPrecision: true))
    }
    let labels = builder.labels("labels", head.shape)
    let total = Tensor.weightedSum([head.loss(.diceCrossEntropy, labels: labels)], weights: [1])
    let (fused, values) = builder.graph.fused(
      keeping: [image.value, labels.value, head.value, total.value])
    (logits, loss) = (values[2], values[3])

    var graph = fused
    let gradients = graph.gradients(of: loss)
    executor = try backend.compile(
      graph, outputs: [loss, logits], gradients: gradients, precision: precision, threads: 2
    ).makeExecutor()
    reference = ReferenceComputation(graph: fused)

    try executor.setParameters { Self.start($0) }
    for (parameter, _) in fused.parameters {
      reference.parameters[parameter.name] = Self.start(parameter).map(Double.init)
    }
    reference.images[values[0]] = executor.setWave(values[0], in: fused).map(Double.init)
    let classes = (0..<(head.shape.batch * head.shape.voxels)).map { UInt8($0 / 3 % 3) }
    classes.withUnsafeBufferPointer { executor.setLabels(values[1], $0) }
    reference.labels[values[1]] = classes.map(Int.init)
    for (value, _) in fused.sampleFactors {
      executor.setFactors(value, [1.5, 0.5])
      reference.factors[value] = [1.5, 0.5]
    }
  }

  /// Values that differ for every parameter and element, scaled so that maps keep their magnitude.
  private static func start(_ parameter: Parameter) -> [Float] {
    let offset = parameter.name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1009 }
    let inputs = parameter.role == .perChannel ? 10 : parameter.count / parameter.shape[0]
    return (0..<parameter.count).map {
      Float(cos(Double($0 + offset) * 7.233) * (2 / Double(inputs)).squareRoot())
        + (parameter.name.hasSuffix("norm.weight") ? 1 : 0)
    }
  }

  func readLogits() -> [Float] { executor.values(of: logits, in: reference.graph) }

  /// The loss's central difference in plain loops along a direction in one parameter.
  func slope(_ parameter: String, _ direction: [Double]) throws -> Double {
    let step = 1e-6
    let start = try #require(reference.parameters[parameter])
    let losses = try [step, -step].map { step in
      var moved = reference
      moved.parameters[parameter] = zip(start, direction).map { $0 + step * $1 }
      return try #require(moved.run()[loss])[0]
    }
    return (losses[0] - losses[1]) / (2 * step)
  }
}
