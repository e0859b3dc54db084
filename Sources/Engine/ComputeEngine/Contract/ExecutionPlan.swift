public import ComputeGraph

/// A graph made ready to run in a precision on some threads: what it takes is known, nothing is allocated.
public protocol ExecutionPlan: AnyObject {
  /// What is computed; ``reduceMemory(to:others:)`` changes it.
  var graph: Graph { get }
  var precision: Precision { get }
  /// Threads that run it, the calling one among them.
  var threads: Int { get }

  /// Bytes that an executor of this plan takes.
  var peakByteCount: Int { get }
  /// Multiplications and additions of a run; what is computed twice to save memory counts once.
  var floatingPointOperations: Double { get }
  /// What was done to save memory.
  var recomputation: Recomputation? { get }

  /// Computes feature maps again in the backward pass, rather than keep them, until the plan takes no more than a limit.
  ///
  /// Call before an executor is made. The results stay the same to the bit.
  /// - Parameters:
  ///   - limit: Bytes for ``peakByteCount`` and `others` together.
  ///   - others: Bytes that are taken besides the plan, such as the optimiser's.
  /// - Throws: ``EngineError`` of kind `usage` that says what the plan takes at least.
  func reduceMemory(to limit: Int, others: Int) throws

  /// Computes again what costs little, where that makes the plan smaller.
  ///
  /// Call before an executor is made. The results stay the same to the bit.
  func recomputeCheapFeatureMaps() throws

  /// Bytes that an optimiser of this plan's parameters takes.
  func byteCount(of optimizer: OptimizerSettings) -> Int

  /// Takes the memory that the plan asks for.
  ///
  /// Parameters are zero until they are set.
  /// - Throws: ``EngineError`` where memory is short.
  func makeExecutor() throws -> any GraphExecutor

  /// What the plan's convolutions take alone, or `nil` for a backend that cannot tell.
  /// - Throws: ``EngineError`` where memory is short.
  func makeConvolutionLimit() throws -> (any PassLimit)?
}

/// The part of a pass that nothing around it can make shorter.
public protocol PassLimit: AnyObject {
  /// Runs it once.
  /// - Returns: Seconds.
  func seconds() throws -> Double
}
