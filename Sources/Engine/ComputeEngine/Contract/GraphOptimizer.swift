/// Updates the parameters of an executor.
public protocol GraphOptimizer: AnyObject {
  var settings: OptimizerSettings { get }
  /// Updates made so far; set it when a training is resumed.
  var stepCount: Int { get set }

  /// Puts the gradients of the executor's last run aside; the next ``step(learningRate:)`` moves by the mean of them and its own.
  /// - Precondition: ``OptimizerSettings/accumulates``.
  func accumulate()

  /// Moves the parameters by the gradients of the executor's last run.
  ///
  /// - Returns: The norm of the gradient before clipping; nothing is changed where it is not finite.
  @discardableResult
  func step(learningRate: Float) throws -> Float

  /// A part of the state by parameter name, each in C order; `nil` where this optimiser has no such part.
  func state(_ part: OptimizerStatePart) throws -> [String: [Float]]?

  /// Sets a part of the state; without effect where this optimiser has no such part.
  /// - Throws: ``EngineError`` where a parameter is missing or of another size.
  func setState(_ part: OptimizerStatePart, _ values: [String: [Float]]) throws
}
