import CKernels

/// How parameters follow their gradients.
public enum OptimizerKind: Hashable, Sendable, Codable {
  /// Stochastic gradient descent with momentum, as PyTorch's `SGD`. Source: Sutskever et al. 2013.
  case sgd(momentum: Float, nesterov: Bool, weightDecay: Float)
  /// Source: Loshchilov and Hutter 2019, arXiv:1711.05101, as PyTorch's `AdamW`.
  case adamW(beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float)
}

/// Updates the parameters of an executor: one pass over all of them, after one for the norm of the gradient.
///
/// Use it from the thread that runs the executor.
public final class Optimizer {
  public let kind: OptimizerKind
  /// The norm to which the gradient of all parameters together is cut, or `nil` not to.
  public let gradientClip: Float?
  /// The decay of an exponential moving average of the parameters, or `nil` for none.
  public let averageDecay: Float?
  /// Updates made so far.
  public internal(set) var stepCount = 0

  let executor: Executor
  /// Momentum, or the first moment.
  let first: AlignedMemory
  /// The second moment.
  let second: AlignedMemory?
  let average: AlignedMemory?
  private let sums: AlignedMemory

  public init(
    _ kind: OptimizerKind, for executor: Executor, gradientClip: Float?, averageDecay: Float? = nil
  ) throws {
    self.kind = kind
    self.executor = executor
    self.gradientClip = gradientClip
    self.averageDecay = averageDecay
    let byteCount = executor.plan.parameterCount * 4
    first = try AlignedMemory(byteCount: byteCount)
    if case .adamW = kind {
      second = try AlignedMemory(byteCount: byteCount)
    } else {
      second = nil
    }
    average = averageDecay == nil ? nil : try AlignedMemory(byteCount: byteCount)
    sums = try AlignedMemory(byteCount: (executor.plan.parameterCount / 65536 + 1) * 8)
  }

  /// Bytes of the state.
  public var byteCount: Int {
    first.byteCount + (second?.byteCount ?? 0) + (average?.byteCount ?? 0)
  }

  /// Bytes of the state that an optimiser for a plan will have.
  public static func byteCount(_ kind: OptimizerKind, _ plan: Plan, averages: Bool) -> Int {
    let moments = if case .adamW = kind { 2 } else { 1 }
    return (moments + (averages ? 1 : 0)) * plan.parameterCount * 4
  }

  /// Moves the parameters by the gradients of the executor's last run.
  ///
  /// - Returns: The norm of the gradient before clipping; nothing is changed where it is not finite.
  @discardableResult
  public func step(learningRate: Float) throws -> Float {
    guard let gradients = executor.places.gradients else { return 0 }
    let count = Int64(executor.plan.parameterCount)
    let threads = Int32(executor.plan.threads)
    let weights = floats(executor.places.weights)
    let norm = Float(
      seg_squared_norm(
        floats(gradients), count, sums.pointer.assumingMemoryBound(to: Double.self), threads
      ).squareRoot())
    guard norm.isFinite else { return norm }
    let scale = gradientClip.map { norm > $0 ? $0 / (norm + 1e-6) : 1 } ?? 1
    stepCount += 1
    switch kind {
    case .sgd(let momentum, let nesterov, let weightDecay):
      seg_sgd_step(
        weights, floats(gradients), floats(first), count, learningRate, momentum, weightDecay,
        nesterov ? 1 : 0, scale, threads)
    case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
      guard let second else { return norm }
      seg_adamw_step(
        weights, floats(gradients), floats(first), floats(second), count, learningRate, beta1,
        beta2, epsilon, weightDecay, 1 - power(beta1, stepCount), 1 - power(beta2, stepCount),
        scale, threads)
    }
    if let average, let averageDecay {
      // Early on the average follows quickly, and the first time it takes the parameters as they
      // are, so that it does not remember the zeros it starts from.
      let decay = min(averageDecay, Float(stepCount - 1) / Float(stepCount + 8))
      seg_moving_average(floats(average), weights, count, decay, threads)
    }
    try executor.refreshWeights()
    return norm
  }

  private func floats(_ memory: AlignedMemory) -> UnsafeMutablePointer<Float> {
    memory.pointer.assumingMemoryBound(to: Float.self)
  }

  private func power(_ base: Float, _ exponent: Int) -> Float {
    var result = 1.0
    var factor = Double(base)
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return Float(result)
  }
}
