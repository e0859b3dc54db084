import ComputeEngine
import ComputeGraph
import Foundation
import OneDNNBackend

/// A two-level network of odd sizes with every forward operation, and an executor that trains it.
struct SmallNetwork {
  static let shape = Shape(batch: 2, channels: 3, depth: 3, height: 6, width: 10)
  static let classes = 3

  let plan: any ExecutionPlan
  let executor: any GraphExecutor
  let loss: Graph.Value
  let logits: Graph.Value

  init(
    isFused: Bool, backend: any Backend = OneDNN(), precision: Precision = .float32,
    threads: Int = 2, dimensions: Int = 3
  ) throws {
    var shape = Self.shape
    if dimensions == 2 { shape.depth = 1 }
    let kernel = Window(dimensions == 3 ? 3 : 1, 3, 3)
    let builder = GraphBuilder()
    let image = builder.input("image", shape)
    let labels = builder.labels("labels", shape)
    func block(_ name: String, _ input: Tensor, _ channels: Int, _ stride: Window = .one) -> Tensor
    {
      let convolved = builder.scope(name) {
        input.convolution(Convolution(channels: channels, kernel: kernel, stride: stride))
      }
      return builder.scope(name + ".norm") { convolved.instanceNormalization() }
    }
    let fine = block("fine", image, 5).leakyReLU()
    let coarse = block("coarse", fine, 19, Window(1, 2, 2))
    let pooled = fine.averagePool(Window(1, 2, 2))
    let shortcut = builder.scope("shortcut") {
      pooled.convolution(Convolution(channels: 19, kernel: .one, hasBias: false))
    }
    let deep = (coarse + shortcut).leakyReLU()
    let up = builder.scope("up") {
      deep.transposedConvolution(channels: 5, stride: Window(1, 2, 2))
    }
    let merged = block("merged", up.concatenated(with: fine), 6).leakyReLU()
    let head = builder.scope("head") {
      merged.convolution(
        Convolution(channels: Self.classes, kernel: .one, keepsFullPrecision: true))
    }
    let total = Tensor.weightedSum([head.loss(.diceCrossEntropy, labels: labels)], weights: [1])
    var graph = builder.graph
    var values = [image.value, labels.value, head.value, total.value]
    if isFused { (graph, values) = graph.fused(keeping: values) }
    let gradients = graph.gradients(of: values[3])
    plan = try backend.compile(
      graph, outputs: [values[3], values[2]], gradients: gradients, precision: precision,
      threads: threads)
    executor = try plan.makeExecutor()
    (loss, logits) = (values[3], values[2])
    try executor.setParameters { Self.start($0) }
    executor.setWave(values[0], in: graph)
    let classes = (0..<(shape.batch * shape.voxels)).map { UInt8($0 / 4 % Self.classes) }
    classes.withUnsafeBufferPointer { executor.setLabels(values[1], $0) }
  }

  /// Values that differ for every parameter and element.
  static func start(_ parameter: Parameter) -> [Float] {
    let offset = parameter.name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1009 }
    return (0..<parameter.count).map {
      Float(cos(Double($0 + offset) * 7.233)) * 0.3 + (parameter.name.contains("norm") ? 1 : 0)
    }
  }

  func readLogits() -> [Float] { executor.values(of: logits, in: plan.graph) }
}
