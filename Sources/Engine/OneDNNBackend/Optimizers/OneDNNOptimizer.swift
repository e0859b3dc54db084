import CEngineKernels
package import ComputeEngine
package import ComputeGraph

/// Updates the parameters of an executor: one pass over all of them, after one for the norm of the gradient.
///
/// Use it from the thread that runs the executor.
package final class OneDNNOptimizer: GraphOptimizer {
  package let settings: OptimizerSettings
  package var stepCount = 0

  let executor: OneDNNExecutor
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

  /// - Parameter rateFactor: What the learning rate of a parameter is multiplied with; 0 leaves it as it is.
  package init(
    _ settings: OptimizerSettings, for executor: OneDNNExecutor, rateFactor: (Parameter) -> Float
  ) throws {
    self.settings = settings
    self.executor = executor
    let count = executor.plan.memory.parameterCount
    let byteCount = count * 4
    first = try AlignedMemory(byteCount: byteCount)
    second = settings.kind.hasSecondMoment ? try AlignedMemory(byteCount: byteCount) : nil
    average = settings.averageDecay == nil ? nil : try AlignedMemory(byteCount: byteCount)
    sums = try AlignedMemory(byteCount: (count / 65536 + 1) * 8)
    accumulator = settings.accumulates ? try AlignedMemory(byteCount: byteCount) : nil
    runs = try Self.runs(settings.kind, executor.plan, updates: second, rateFactor)
  }

  /// Neighbouring parameters that move at the same rate are one run, unless they are made orthogonal.
  private static func runs(
    _ kind: OptimizerKind, _ plan: OneDNNPlan, updates: AlignedMemory?,
    _ rateFactor: (Parameter) -> Float
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
    let layouts = plan.memory.layouts.values.sorted { $0.offset < $1.offset }
    var runs: [Run] = []
    for (index, layout) in layouts.enumerated() {
      let start = layout.offset
      let end = index + 1 < layouts.count ? layouts[index + 1].offset : plan.memory.parameterCount
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
  private static func orthogonalLayouts(_ kind: OptimizerKind, _ plan: OneDNNPlan)
    -> [ParameterLayout]
  {
    guard case .muon = kind else { return [] }
    let nodes = plan.graph.nodes
    let last = Set(plan.graph.logits.flatMap { nodes[$0.node].inputs.map(\.node) })
    return plan.memory.layouts.filter {
      !last.contains($0.key) && $0.value.parameter.role != .perChannel
    }
    .map(\.value)
  }

  /// Bytes of the state that an optimiser for a plan has.
  package static func byteCount(_ settings: OptimizerSettings, _ plan: OneDNNPlan) -> Int {
    let moments = settings.kind.hasSecondMoment ? 2 : 1
    let buffers =
      moments + (settings.averageDecay != nil ? 1 : 0) + (settings.accumulates ? 1 : 0)
    return buffers * plan.memory.parameterCount * 4
      + OrthogonalizationScratch.byteCount(orthogonalLayouts(settings.kind, plan))
  }

  package func accumulate() {
    guard let accumulator, let gradients = executor.memory.gradients else { return }
    let count = executor.plan.memory.parameterCount
    if accumulated == 0 {
      accumulator.floats.update(from: gradients.floats, count: count)
    } else {
      seg_add(
        seg_f32x16, accumulator.pointer, gradients.pointer, accumulator.pointer, Int64(count),
        Int32(executor.plan.threads))
    }
    accumulated += 1
  }

  @discardableResult
  package func step(learningRate: Float) throws -> Float {
    guard let gradients = executor.memory.gradients else { return 0 }
    let share = 1 / Float(addAccumulated(to: gradients) + 1)
    let square = runs.reduce(0.0) {
      $0
        + seg_squared_norm(
          gradients.floats + $1.start, Int64($1.count),
          sums.pointer.assumingMemoryBound(to: Double.self), threads)
    }
    let norm = Float(square.squareRoot()) * share
    guard norm.isFinite else { return norm }
    let scale = share * (settings.gradientClip.map { norm > $0 ? $0 / (norm + 1e-6) : 1 } ?? 1)
    stepCount += 1
    for run in runs {
      try update(run, gradients.floats, rate: learningRate * run.rateFactor, scale: scale)
    }
    if let average, let decay = settings.averageDecay(inStep: stepCount) {
      seg_moving_average(
        average.floats, executor.memory.weights.floats,
        Int64(executor.plan.memory.parameterCount), decay, threads)
    }
    try executor.refreshWeights()
    return norm
  }

  private var threads: Int32 { Int32(executor.plan.threads) }

  /// - Returns: How many batches were added.
  private func addAccumulated(to gradients: AlignedMemory) -> Int {
    guard let accumulator, accumulated > 0 else { return 0 }
    seg_add(
      seg_f32x16, gradients.pointer, accumulator.pointer, gradients.pointer,
      Int64(executor.plan.memory.parameterCount), threads)
    defer { accumulated = 0 }
    return accumulated
  }

  private func update(
    _ run: Run, _ gradients: UnsafeMutablePointer<Float>, rate: Float, scale: Float
  ) throws {
    let length = Int64(run.count)
    let w = executor.memory.weights.floats + run.start
    let (g, m) = (gradients + run.start, first.floats + run.start)
    switch settings.kind {
    case .sgd(let momentum, let nesterov, let weightDecay):
      seg_sgd_step(w, g, m, length, rate, momentum, weightDecay, nesterov ? 1 : 0, scale, threads)
    case .adamW(let beta1, let beta2, let epsilon, let weightDecay),
      .muon(_, let beta1, let beta2, let epsilon, let weightDecay):
      guard let second else { return }
      let s = second.floats + run.start
      if let orthogonalization = run.orthogonalization,
        case .muon(let momentum, _, _, _, _) = settings.kind
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
