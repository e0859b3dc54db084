package import ComputeEngine

extension OneDNNPlan: ExecutionPlan {
  package func byteCount(of optimizer: OptimizerSettings) -> Int {
    OneDNNOptimizer.byteCount(optimizer, self)
  }

  package func makeExecutor() throws -> any GraphExecutor { try OneDNNExecutor(self) }

  package func makeConvolutionLimit() throws -> (any PassLimit)? { try ConvolutionLimit(self) }
}
