import ComputeEngine
import ComputeGraph
import Files
import Foundation

/// Plain loops in Double, for every operation: the oracle of what backends compute.
struct ReferenceBackend: Backend {
  var libraryVersion: String { "plain loops" }
  var fastestPrecision: Precision { .float32 }
  func relativeSpeed(_ precision: Precision, threads: Int) -> Double { 1e-4 }

  func compile(
    _ graph: Graph, outputs: [Graph.Value], gradients: [Graph.Value: Graph.Value],
    precision: Precision, threads: Int
  ) -> any ExecutionPlan {
    ReferencePlan(graph, gradients: gradients, precision: precision, threads: threads)
  }

  func memoryBandwidth(threads: Int) -> Double {
    let values = [Double](repeating: 1, count: 1 << 20)
    let start = DispatchTime.now().uptimeNanoseconds
    let sums = values.map { $0 + 1 }
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
    return Double(2 * 8 * sums.count) / seconds
  }
}

/// A graph as it is: everything is kept.
final class ReferencePlan: ExecutionPlan {
  let graph: Graph
  let gradients: [Graph.Value: Graph.Value]
  let precision: Precision
  let threads: Int
  let recomputation: Recomputation? = nil

  init(
    _ graph: Graph, gradients: [Graph.Value: Graph.Value], precision: Precision, threads: Int
  ) {
    self.graph = graph
    self.gradients = gradients
    self.precision = precision
    self.threads = threads
  }

  private var parameterCount: Int { graph.parameters.reduce(0) { $0 + $1.parameter.count } }

  /// Every feature map and parameter as doubles.
  var peakByteCount: Int {
    let maps = graph.nodes.flatMap(\.results).reduce(0) { sum, type in
      if case .features(let shape) = type { sum + shape.count } else { sum }
    }
    return 8 * (maps + 2 * parameterCount)
  }

  var floatingPointOperations: Double {
    graph.nodes.indices.reduce(0) { $0 + graph.floatingPointOperations(of: $1) }
  }

  func reduceMemory(to limit: Int, others: Int) throws {
    guard peakByteCount + others > limit else { return }
    throw EngineError("plain loops need \(peakByteCount >> 20) MB", kind: .usage)
  }

  func recomputeCheapFeatureMaps() {}

  func byteCount(of optimizer: OptimizerSettings) -> Int { 8 * 4 * parameterCount }

  func makeExecutor() -> any GraphExecutor { ReferenceExecutor(self) }

  func makeConvolutionLimit() -> (any PassLimit)? { nil }
}
