import CEngineKernels
public import ComputeGraph

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
  /// The second moment; of parameters whose momentum is made orthogonal, their last update.
  let second: AlignedMemory?
  let average: AlignedMemory?
  private let sums: AlignedMemory
  /// The parts of the flat buffers that move, each at its own part of the learning rate.
  private let runs: [Run]
  /// Gradients of batches before the one that an update ends with.
  private let accumulator: AlignedMemory?
  private var accumulated = 0

  private struct Run {
    var start: Int
    var count: Int
    var rateFactor: Float
    /// Makes the update of the one parameter that this part then is orthogonal.
    var orthogonalization: Orthogonalization?
  }

  /// - Parameters:
  ///   - accumulates: Whether ``accumulate()`` will be used.
  ///   - rateFactor: What the learning rate of a parameter is multiplied with; 0 leaves it as it is.
  public init(
    _ kind: OptimizerKind, for executor: Executor, gradientClip: Float?, averageDecay: Float? = nil,
    accumulates: Bool = false, rateFactor: (Parameter) -> Float = { _ in 1 }
  ) throws {
    self.kind = kind
    self.executor = executor
    self.gradientClip = gradientClip
    self.averageDecay = averageDecay
    let byteCount = executor.plan.parameterCount * 4
    first = try AlignedMemory(byteCount: byteCount)
    second = kind.hasSecondMoment ? try AlignedMemory(byteCount: byteCount) : nil
    average = averageDecay == nil ? nil : try AlignedMemory(byteCount: byteCount)
    sums = try AlignedMemory(byteCount: (executor.plan.parameterCount / 65536 + 1) * 8)
    accumulator = accumulates ? try AlignedMemory(byteCount: byteCount) : nil
    runs = try Self.runs(kind, executor.plan, updates: second, rateFactor)
  }

  /// Neighbouring parameters that move at the same rate are one run, unless they are made orthogonal.
  private static func runs(
    _ kind: OptimizerKind, _ plan: Plan, updates: AlignedMemory?, _ rateFactor: (Parameter) -> Float
  ) throws -> [Run] {
    var orthogonalizations: [Int: Orthogonalization] = [:]
    if let updates {
      let matrices = orthogonalLayouts(kind, plan)
      let scratch = try OrthogonalizationScratch(matrices)
      for layout in matrices {
        orthogonalizations[layout.offset] = try Orthogonalization(
          layout, in: updates, engine: plan.engine, scratch: scratch)
      }
    }
    let layouts = plan.layouts.values.sorted { $0.offset < $1.offset }
    var runs: [Run] = []
    for (index, layout) in layouts.enumerated() {
      let start = layout.offset
      let end = index + 1 < layouts.count ? layouts[index + 1].offset : plan.parameterCount
      let run = Run(
        start: start, count: end - start, rateFactor: rateFactor(layout.parameter),
        orthogonalization: orthogonalizations[start])
      if let last = runs.last, last.rateFactor == run.rateFactor, last.orthogonalization == nil,
        run.orthogonalization == nil
      {
        runs[runs.count - 1].count = end - last.start
      } else {
        runs.append(run)
      }
    }
    return runs.filter { $0.rateFactor != 0 }
  }

  /// The weights of convolutions that do not make logits, where the optimiser makes updates orthogonal.
  private static func orthogonalLayouts(_ kind: OptimizerKind, _ plan: Plan) -> [ParameterLayout] {
    guard case .muon = kind else { return [] }
    let nodes = plan.graph.nodes
    let logits = nodes.compactMap { node -> Int? in
      guard case .segmentationLoss = node.operation else { return nil }
      return node.inputs.first?.node
    }
    let last = Set(logits.flatMap { nodes[$0].inputs.map(\.node) })
    return plan.layouts.filter { !last.contains($0.key) && $0.value.parameter.role != .perChannel }
      .map(\.value)
  }

  /// Bytes of the state.
  public var byteCount: Int {
    Self.byteCount(
      kind, executor.plan, averages: average != nil, accumulates: accumulator != nil)
  }

  /// Bytes of the state that an optimiser for a plan will have.
  public static func byteCount(
    _ kind: OptimizerKind, _ plan: Plan, averages: Bool, accumulates: Bool
  ) -> Int {
    let moments = kind.hasSecondMoment ? 2 : 1
    return (moments + (averages ? 1 : 0) + (accumulates ? 1 : 0)) * plan.parameterCount * 4
      + OrthogonalizationScratch.byteCount(orthogonalLayouts(kind, plan))
  }

  /// Puts the gradients of the executor's last run aside; the next ``step(learningRate:)`` moves by the mean of them and its own.
  public func accumulate() {
    guard let accumulator, let gradients = executor.places.gradients else { return }
    let count = executor.plan.parameterCount
    if accumulated == 0 {
      accumulator.floats.update(from: gradients.floats, count: count)
    } else {
      seg_add(
        seg_f32x16, accumulator.pointer, gradients.pointer, accumulator.pointer, Int64(count),
        Int32(executor.plan.threads))
    }
    accumulated += 1
  }

  /// Moves the parameters by the gradients of the executor's last run.
  ///
  /// - Returns: The norm of the gradient before clipping; nothing is changed where it is not finite.
  @discardableResult
  public func step(learningRate: Float) throws -> Float {
    guard let gradients = executor.places.gradients else { return 0 }
    let count = executor.plan.parameterCount
    let threads = Int32(executor.plan.threads)
    let weights = executor.places.weights.floats
    let gradient = gradients.floats
    var share: Float = 1
    if let accumulator, accumulated > 0 {
      seg_add(
        seg_f32x16, gradients.pointer, accumulator.pointer, gradients.pointer, Int64(count),
        threads)
      share = 1 / Float(accumulated + 1)
      accumulated = 0
    }
    let square = runs.reduce(0.0) {
      $0
        + seg_squared_norm(
          gradient + $1.start, Int64($1.count), sums.pointer.assumingMemoryBound(to: Double.self),
          threads)
    }
    let norm = Float(square.squareRoot()) * share
    guard norm.isFinite else { return norm }
    let scale = share * (gradientClip.map { norm > $0 ? $0 / (norm + 1e-6) : 1 } ?? 1)
    stepCount += 1
    for run in runs {
      let rate = learningRate * run.rateFactor
      let length = Int64(run.count)
      let (w, g, m) = (weights + run.start, gradient + run.start, first.floats + run.start)
      switch kind {
      case .sgd(let momentum, let nesterov, let weightDecay):
        seg_sgd_step(w, g, m, length, rate, momentum, weightDecay, nesterov ? 1 : 0, scale, threads)
      case .adamW(let beta1, let beta2, let epsilon, let weightDecay),
        .muon(_, let beta1, let beta2, let epsilon, let weightDecay):
        guard let second else { return norm }
        let s = second.floats + run.start
        if let orthogonalization = run.orthogonalization,
          case .muon(let momentum, _, _, _, _) = kind
        {
          seg_nesterov_momentum(s, g, m, length, momentum, scale, threads)
          try orthogonalization.run()
          seg_decayed_step(
            w, s, length, 1 - rate * weightDecay, rate * orthogonalization.size, threads)
        } else {
          seg_adamw_step(
            w, g, m, s, length, rate, beta1, beta2, epsilon, weightDecay,
            1 - power(beta1, stepCount), 1 - power(beta2, stepCount), scale, threads)
        }
      }
    }
    if let average, let averageDecay {
      // Early on the average follows quickly, and the first time it takes the parameters as they
      // are, so that it does not remember the zeros it starts from.
      let decay = min(averageDecay, Float(stepCount - 1) / Float(stepCount + 8))
      seg_moving_average(average.floats, weights, Int64(count), decay, threads)
    }
    try executor.refreshWeights()
    return norm
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
