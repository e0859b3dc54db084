public import ComputeGraph

/// Something that computes graphs.
///
/// The contract on one page:
///
///     let plan = try backend.compile(graph, outputs: [loss], gradients: gradients, precision: .float32, threads: 2)
///     let executor = try plan.makeExecutor()          // takes plan.peakByteCount bytes
///     try executor.setParameters { $0.initialValues(seed: 1) }
///     let optimizer = try executor.makeOptimizer(settings)
///     executor.setInput(image, voxels)
///     try executor.run()
///     let value = executor.scalar(loss)
///     try optimizer.step(learningRate: 0.01)
///
/// Everything that belongs to a plan is used from one thread, such as that of ``EngineThread``.
/// The same graph, inputs and parameters give the same bits on the same processor and number of threads.
public protocol Backend: Sendable {
  /// The version of the library that computes, for records and reports.
  var libraryVersion: String { get }

  /// The fastest precision that this processor computes natively.
  var fastestPrecision: Precision { get }

  /// How fast networks train in a precision on this processor, as a multiple of two cores that multiply bfloat16.
  ///
  /// It is a constant of the processor, so that the same options choose the same on the same machine.
  func relativeSpeed(_ precision: Precision, threads: Int) -> Double

  /// Makes a graph ready to run.
  ///
  /// - Parameters:
  ///   - graph: Fused, and extended by gradients if it is to train.
  ///   - outputs: The values that will be read after a run.
  ///   - gradients: The gradient of every parameter that is trained.
  ///   - threads: Threads that compute, the calling one among them.
  /// - Throws: ``EngineError`` where an operation cannot be computed on this processor.
  func compile(
    _ graph: Graph, outputs: [Graph.Value], gradients: [Graph.Value: Graph.Value],
    precision: Precision, threads: Int
  ) throws -> any ExecutionPlan

  /// How many bytes a second the processor's cores together move, reading and writing counted.
  /// - Throws: ``EngineError`` where memory is short.
  func memoryBandwidth(threads: Int) throws -> Double
}

extension Backend {
  /// Makes a graph ready to run that does not train.
  public func compile(
    _ graph: Graph, outputs: [Graph.Value], precision: Precision, threads: Int
  ) throws -> any ExecutionPlan {
    try compile(graph, outputs: outputs, gradients: [:], precision: precision, threads: threads)
  }
}
