public import ComputeGraph

/// Runs a plan: owns its memory and the parameters.
public protocol GraphExecutor: AnyObject {
  /// Copies an image batch in: float32, [N, C, D, H, W] in C order.
  /// - Precondition: the count fits the input's shape.
  func setInput(_ value: Graph.Value, _ voxels: UnsafeBufferPointer<Float>)

  /// Copies class indices in: one byte a voxel, [N, D, H, W] in C order.
  /// - Precondition: the count fits the labels' shape.
  func setLabels(_ value: Graph.Value, _ labels: UnsafeBufferPointer<UInt8>)

  /// Copies one factor for each sample in.
  /// - Precondition: the value holds as many factors.
  func setFactors(_ value: Graph.Value, _ factors: [Float])

  /// Runs every operation once.
  func run() throws

  /// Runs every operation once and adds what it took to `profile`, by the kind of operation.
  func run(into profile: inout [String: OperationProfile]) throws

  /// The value of a loss after a run.
  func scalar(_ value: Graph.Value) -> Float

  /// Copies a feature map that is an output of the plan out: float32, [N, C, D, H, W] in C order.
  /// - Precondition: the count fits the map's shape.
  func read(_ value: Graph.Value, into result: UnsafeMutableBufferPointer<Float>)

  /// The parameters by name, each in C order as PyTorch stores it.
  func parameters() throws -> [String: [Float]]

  /// The gradients of the last run by name, each in C order.
  ///
  /// Empty where the plan has none.
  func gradients() throws -> [String: [Float]]

  /// Sets the parameters.
  ///
  /// - Parameter values: Asked for the values of each parameter, in C order and as many as it has.
  func setParameters(_ values: (Parameter) throws -> [Float]) throws

  /// An optimiser of the parameters.
  ///
  /// - Parameter rateFactor: What the learning rate of a parameter is multiplied with; 0 leaves it as it is.
  /// - Throws: ``EngineError`` where memory is short.
  func makeOptimizer(_ settings: OptimizerSettings, rateFactor: (Parameter) -> Float) throws
    -> any GraphOptimizer
}

extension GraphExecutor {
  /// An optimiser that moves all parameters at the same rate.
  public func makeOptimizer(_ settings: OptimizerSettings) throws -> any GraphOptimizer {
    try makeOptimizer(settings) { _ in 1 }
  }
}
