import ComputeEngine
import ComputeGraph
import Foundation

/// Runs a graph in plain loops.
final class ReferenceExecutor: GraphExecutor {
  let plan: ReferencePlan
  var computation: ReferenceComputation
  private var values: [Graph.Value: [Double]] = [:]

  init(_ plan: ReferencePlan) {
    self.plan = plan
    computation = ReferenceComputation(graph: plan.graph)
    for (parameter, _) in plan.graph.parameters {
      computation.parameters[parameter.name] = [Double](repeating: 0, count: parameter.count)
    }
  }

  func setInput(_ value: Graph.Value, _ voxels: UnsafeBufferPointer<Float>) {
    precondition(voxels.count == plan.graph.shape(of: value).count)
    computation.images[value] = voxels.map(Double.init)
  }

  func setLabels(_ value: Graph.Value, _ labels: UnsafeBufferPointer<UInt8>) {
    computation.labels[value] = labels.map { Int($0) }
  }

  func setFactors(_ value: Graph.Value, _ factors: [Float]) {
    computation.factors[value] = factors.map(Double.init)
  }

  func run() { values = computation.run() }

  func run(into profile: inout [String: OperationProfile]) {
    let start = DispatchTime.now().uptimeNanoseconds
    run()
    profile["plain loops", default: OperationProfile()].seconds +=
      Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }

  func scalar(_ value: Graph.Value) -> Float { Float(values[value]?[0] ?? .nan) }

  func read(_ value: Graph.Value, into result: UnsafeMutableBufferPointer<Float>) {
    let values = values[value] ?? []
    precondition(values.count == result.count)
    for (index, value) in values.enumerated() { result[index] = Float(value) }
  }

  func parameters() -> [String: [Float]] {
    computation.parameters.mapValues { $0.map { Float($0) } }
  }

  func gradients() -> [String: [Float]] { exactGradients().mapValues { $0.map { Float($0) } } }

  /// The gradients of the last run by name.
  func exactGradients() -> [String: [Double]] {
    var result: [String: [Double]] = [:]
    for (parameter, value) in plan.graph.parameters {
      guard let gradient = plan.gradients[value] else { continue }
      result[parameter.name] = values[gradient]
    }
    return result
  }

  func setParameters(_ values: (Parameter) throws -> [Float]) throws {
    for (parameter, _) in plan.graph.parameters {
      let new = try values(parameter).map(Double.init)
      precondition(new.count == parameter.count)
      computation.parameters[parameter.name] = new
    }
  }

  func makeOptimizer(_ settings: OptimizerSettings, rateFactor: (Parameter) -> Float)
    -> any GraphOptimizer
  {
    ReferenceOptimizer(settings, for: self, rateFactor: rateFactor)
  }
}
