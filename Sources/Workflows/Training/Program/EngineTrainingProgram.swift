public import ComputeEngine
public import ComputeGraph
import Foundation
public import ModelFiles
public import Networks
public import Volumes

/// A network that learns on a compute engine.
///
/// Use it from one thread.
public final class EngineTrainingProgram {
  public struct Configuration: Hashable, Sendable {
    public var network: NetworkConfiguration
    public var patch: Extent
    public var batch: Int
    public var loss: SegmentationLoss
    public var optimizer: OptimizerKind
    public var gradientClip: Float?
    /// Decay of the moving average of the weights, `nil` for none.
    public var averageDecay: Float?
    public var precision: Precision
    /// Threads that compute, the calling one among them.
    public var threads: Int
    /// Seed of the initial weights.
    public var seed: UInt64
    /// Bytes that the program may take; `nil` for as many as it likes.
    ///
    /// To fit, feature maps are computed again.
    public var memoryLimit: Int?
    /// Batches whose gradients make one update together.
    public var accumulation = 1
    /// Parts of the network that learn at another rate, or not at all.
    public var groups: ParameterGroups?
    /// The largest rate at which residual blocks are left out for single samples.
    public var dropPath: Float = 0

    public init(
      network: NetworkConfiguration, patch: Extent, batch: Int, loss: SegmentationLoss,
      optimizer: OptimizerKind, gradientClip: Float?, averageDecay: Float?, precision: Precision,
      threads: Int, seed: UInt64, memoryLimit: Int? = nil
    ) {
      self.network = network
      self.patch = patch
      self.batch = batch
      self.loss = loss
      self.optimizer = optimizer
      self.gradientClip = gradientClip
      self.averageDecay = averageDecay
      self.precision = precision
      self.threads = threads
      self.seed = seed
      self.memoryLimit = memoryLimit
    }

    var optimizerSettings: OptimizerSettings {
      OptimizerSettings(
        optimizer, gradientClip: gradientClip, averageDecay: averageDecay,
        accumulates: accumulation > 1)
    }
  }

  public let configuration: Configuration
  /// What computes it.
  public let backend: any Backend
  public var batch: Int { configuration.batch }
  public var patch: Extent { configuration.patch }
  public var inputChannels: Int { configuration.network.inputChannels }
  public var classes: Int { configuration.network.classes }

  private let program: TrainingGraph
  /// The plan of a step.
  let plan: any ExecutionPlan
  private let executor: any GraphExecutor
  private let optimizer: any GraphOptimizer
  private let labelShapes: [Shape]

  /// Plans the network and gives it its initial weights.
  ///
  /// - Parameter backend: What computes it.
  /// - Throws: errors of the engine, where memory is short for example.
  public init(_ configuration: Configuration, backend: any Backend) throws {
    self.configuration = configuration
    self.backend = backend
    let (program, plan) = try Self.plan(configuration, backend)
    self.program = program
    self.plan = plan
    labelShapes = program.labels.compactMap {
      guard case .labels(let shape) = program.graph.type(of: $0) else { return nil }
      return shape
    }
    executor = try plan.makeExecutor()
    optimizer = try executor.makeOptimizer(configuration.optimizerSettings) { parameter in
      configuration.groups.map { Float($0.factor(of: parameter.name)) } ?? 1
    }
    try executor.setParameters { [seed = configuration.seed] in $0.initialValues(seed: seed) }
  }

  /// Bytes that it takes.
  public var peakByteCount: Int {
    plan.peakByteCount + plan.byteCount(of: configuration.optimizerSettings)
  }

  /// What is computed twice to fit the memory limit, `nil` for nothing.
  public var recomputation: Recomputation? { plan.recomputation }

  /// The number of trainable numbers.
  public var parameterCount: Int {
    plan.graph.parameters.reduce(0) { $0 + $1.parameter.count }
  }

  /// Bytes from which a step saves memory where that costs little.
  private static let largePlan = 1 << 30

  private static func plan(_ configuration: Configuration, _ backend: any Backend) throws
    -> (TrainingGraph, any ExecutionPlan)
  {
    let patch = configuration.patch
    let program = TrainingGraph(
      configuration.network,
      input: Shape(
        batch: configuration.batch, channels: configuration.network.inputChannels,
        depth: patch.depth, height: patch.height, width: patch.width), loss: configuration.loss,
      weights: DeepSupervision.weights(resolutions: configuration.network.resolutions),
      dropPath: configuration.dropPath)
    let groups = configuration.groups
    // A transposed convolution makes the gradients of its weights and of its input at once.
    let gradients = program.gradients.filter { value, _ in
      guard let groups, case .parameter(let parameter) = program.graph.nodes[value.node].operation
      else { return true }
      return groups.factor(of: parameter.name) != 0
        || parameter.role == .transposedConvolutionWeight
    }
    let plan = try backend.compile(
      program.graph, outputs: [program.loss], gradients: gradients,
      precision: configuration.precision, threads: configuration.threads)
    if let limit = configuration.memoryLimit {
      try plan.reduceMemory(
        to: limit, others: plan.byteCount(of: configuration.optimizerSettings))
    } else if plan.peakByteCount > Self.largePlan {
      try plan.recomputeCheapFeatureMaps()
    }
    return (program, plan)
  }

  /// The names of all parameters.
  public var parameterNames: [String] { plan.graph.parameters.map(\.parameter.name) }

  /// Computes the gradient of one of the batches that make an update together, all but the last.
  /// - Parameters as of ``step(images:labels:learningRate:number:)``.
  /// - Returns: The loss; where it is not finite the batch is left out.
  public func accumulate(
    images: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, number: Int = 0
  ) throws -> Float {
    try run(images, labels, number)
    let loss = executor.scalar(program.loss)
    if loss.isFinite { optimizer.accumulate() }
    return loss
  }

  /// Learns from one batch, and from those that were accumulated before.
  /// - Parameters:
  ///   - images: batch x input channels x patch, C order.
  ///   - labels: Class indices, batch x patch, C order.
  ///   - number: Of the batch in the training: random choices depend on it and the seed alone.
  public func step(
    images: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, learningRate: Float,
    number: Int = 0
  ) throws -> StepResult {
    try run(images, labels, number)
    let loss = executor.scalar(program.loss)
    guard loss.isFinite else { return StepResult(loss: loss, gradientNorm: .nan) }
    let norm = try optimizer.step(learningRate: learningRate)
    return StepResult(loss: norm.isFinite ? loss : .nan, gradientNorm: norm)
  }

  private func run(
    _ images: UnsafeBufferPointer<Float>, _ labels: UnsafeBufferPointer<UInt8>, _ number: Int
  ) throws {
    executor.setInput(program.image, images)
    for (block, factors) in program.pathFactors.enumerated() {
      executor.setFactors(
        factors.value,
        PathFactors.draw(
          rate: factors.rate, samples: batch, seed: configuration.seed, batch: number, block: block)
      )
    }
    for (index, value) in program.labels.enumerated() {
      if index == 0 {
        executor.setLabels(value, labels)
      } else {
        LabelPyramid.downsample(labels, from: labelShapes[0], to: labelShapes[index])
          .withUnsafeBufferPointer { executor.setLabels(value, $0) }
      }
    }
    try executor.run()
  }

  /// What one more step takes by kind of operation, on the batch that was set last.
  public func profile() throws -> [String: OperationProfile] {
    var profile: [String: OperationProfile] = [:]
    try executor.run(into: &profile)
    return profile
  }

  /// The weights to predict with: the moving average where there is one.
  public func weights() throws -> [String: Safetensors.Tensor] {
    let values =
      optimizer.stepCount > 0
      ? try optimizer.state(.average) ?? executor.parameters() : try executor.parameters()
    return tensors(values, prefix: "")
  }

  /// Everything that an exact continuation needs.
  public func state() throws -> [String: Safetensors.Tensor] {
    var state = tensors(try executor.parameters(), prefix: "weights.")
    for part in OptimizerStatePart.allCases {
      guard let values = try optimizer.state(part) else { continue }
      state.merge(tensors(values, prefix: "optimizer.\(part.rawValue).")) { $1 }
    }
    state["optimizer.steps"] = Safetensors.Tensor(
      shape: [1], values: [Int64(optimizer.stepCount)])
    return state
  }

  /// Continues from ``state()``.
  /// - Throws: ``TrainingError`` where parts are missing or of another size.
  public func restore(_ state: [String: Safetensors.Tensor]) throws {
    try loadWeights(state, prefix: "weights.")
    for part in OptimizerStatePart.allCases {
      let prefix = "optimizer.\(part.rawValue)."
      var values: [String: [Float]] = [:]
      for (name, tensor) in state where name.hasPrefix(prefix) {
        values[String(name.dropFirst(prefix.count))] = try tensor.floats()
      }
      if !values.isEmpty { try optimizer.setState(part, values) }
    }
    optimizer.stepCount = try state["optimizer.steps"]?.integers().first ?? 0
  }

  /// Starts from the weights of another model; those that do not fit keep their initial values.
  public func initialize(from weights: [String: Safetensors.Tensor]) throws -> WeightTransfer {
    var transfer = WeightTransfer()
    let current = try executor.parameters()
    let dimensions = configuration.network.dimensions
    let imageWeights = configuration.network.imageWeights
    try executor.setParameters { parameter in
      transfer.values(
        for: parameter, shape: parameter.storedShape(dimensions: dimensions),
        readsImage: imageWeights.contains(parameter.name), from: weights)
        ?? current[parameter.name] ?? parameter.initialValues(seed: configuration.seed)
    }
    let names = Set(parameterNames)
    transfer.unused = weights.keys.filter { !names.contains($0) }.sorted()
    return transfer
  }

  private func loadWeights(_ state: [String: Safetensors.Tensor], prefix: String) throws {
    try executor.setParameters { parameter in
      guard let values = try state[prefix + parameter.name]?.floats(),
        values.count == parameter.count
      else {
        throw TrainingError.badData(
          "the checkpoint lacks \(parameter.name), or has it in another size")
      }
      return values
    }
  }

  private func tensors(_ values: [String: [Float]], prefix: String) -> [String: Safetensors.Tensor]
  {
    let shapes = Dictionary(
      uniqueKeysWithValues: plan.graph.parameters.map {
        ($0.parameter.name, $0.parameter.storedShape(dimensions: configuration.network.dimensions))
      })
    return Dictionary(
      uniqueKeysWithValues: values.map { name, values in
        (prefix + name, Safetensors.Tensor(shape: shapes[name] ?? [values.count], values: values))
      })
  }
}
