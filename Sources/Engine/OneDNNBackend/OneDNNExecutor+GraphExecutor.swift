package import ComputeEngine
package import ComputeGraph

extension OneDNNExecutor: GraphExecutor {
  package func makeOptimizer(
    _ settings: OptimizerSettings, rateFactor: (Parameter) -> Float
  ) throws -> any GraphOptimizer {
    try OneDNNOptimizer(settings, for: self, rateFactor: rateFactor)
  }
}
