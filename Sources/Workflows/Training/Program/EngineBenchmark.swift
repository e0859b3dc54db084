public import ComputeEngine
import ComputeGraph
import Files
import Foundation
public import Networks
public import Volumes

/// Times whole networks on the engine against their convolutions alone, in turns.
public struct EngineBenchmark: Sendable {
  /// A network of the benchmark.
  public struct Subject: Sendable {
    public var name: String
    public var network: NetworkConfiguration
    public var patch: Extent
    public var batch: Int
  }

  /// One pass, in medians over the repetitions.
  public struct Timing: Sendable, Codable {
    public var seconds: Double
    public var gflopsPerSecond: Double
    /// What the pass's convolutions take alone.
    public var limitSeconds: Double
    public var ofLimit: Double

    enum CodingKeys: String, CodingKey {
      case seconds
      case gflopsPerSecond = "gflops_per_second"
      case limitSeconds = "limit_seconds"
      case ofLimit = "of_limit"
    }
  }

  public struct Result: Sendable, Codable {
    public var name: String
    public var precision: String
    public var forward: Timing
    public var step: Timing
    /// What the plan says that a training step takes.
    public var peakBytes: Int
    /// What the operating system says.
    public var residentBytes: Int
    public var planSeconds: Double
    /// Where a training step's time goes, the longest first.
    public var profile: [Share]

    enum CodingKeys: String, CodingKey {
      case name, precision, forward, step, profile
      case peakBytes = "peak_bytes"
      case residentBytes = "resident_bytes"
      case planSeconds = "plan_seconds"
    }
  }

  /// The time of one kind of operation in a pass.
  public struct Share: Sendable, Codable {
    public var kind: String
    public var seconds: Double
    public var part: Double
  }

  /// nnU-Net's ResEnc M for the Decathlon's Task04 with batches of 9 and 1, and a larger network on patches of 96³.
  public static let subjects: [Subject] = {
    func network(_ features: [Int], _ blocks: [Int]) -> NetworkConfiguration {
      let count = features.count
      return NetworkConfiguration(
        kind: .residualUNet, dimensions: 3, inputChannels: 1, classes: 3, features: features,
        kernels: [[Int]](repeating: [3, 3, 3], count: count),
        strides: (0..<count).map { $0 == 0 ? [1, 1, 1] : [2, 2, 2] }, encoderBlocks: blocks,
        decoderConvolutions: [Int](repeating: 1, count: count - 1))
    }
    let task04 = network([32, 64, 128, 256], [1, 3, 4, 6])
    return [
      Subject(name: "task04-batch9", network: task04, patch: Extent(40, 56, 40), batch: 9),
      Subject(name: "task04-batch1", network: task04, patch: Extent(40, 56, 40), batch: 1),
      Subject(
        name: "patch96-batch2", network: network([32, 64, 128, 256, 320], [1, 3, 4, 6, 6]),
        patch: Extent(96, 96, 96), batch: 2),
    ]
  }()

  public var backend: any Backend
  public var precision: Precision
  public var threads: Int
  public var repetitions: Int
  /// Bytes that a training step may take; `nil` for as many as it likes.
  public var memoryLimit: Int?

  public init(
    backend: any Backend, precision: Precision, threads: Int, repetitions: Int = 3,
    memoryLimit: Int? = nil
  ) {
    self.backend = backend
    self.precision = precision
    self.threads = threads
    self.repetitions = repetitions
    self.memoryLimit = memoryLimit
  }

  /// Plans and times one network.
  /// - Throws: errors of the engine, where memory is short for example.
  public func run(_ subject: Subject) throws -> Result {
    let shape = Shape(
      batch: subject.batch, channels: 1, depth: subject.patch.depth, height: subject.patch.height,
      width: subject.patch.width)
    var generator = SeededGenerator(seed: 1)
    let voxels = (0..<shape.count).map { _ in Float(generator.normal()) }
    let labels = voxels.map { UInt8($0 > 1 ? 2 : $0 > 0 ? 1 : 0) }

    // First of all: a backend may keep the kernels that it has made.
    let planSeconds = try planSeconds(subject, shape)

    let forward = try { () throws -> Timing in
      let program = InferenceGraph(subject.network, input: shape)
      let plan = try backend.compile(
        program.graph, outputs: [program.logits], precision: precision, threads: threads)
      let executor = try plan.makeExecutor()
      try executor.setParameters { $0.initialValues(seed: 1) }
      voxels.withUnsafeBufferPointer { executor.setInput(program.image, $0) }
      return try timing(plan) { try executor.run() }
    }()

    let resident = Self.residentByteCount
    let program = try EngineTrainingProgram(
      EngineTrainingProgram.Configuration(
        network: subject.network, patch: subject.patch, batch: subject.batch,
        loss: .diceCrossEntropy,
        optimizer: .sgd(momentum: 0.99, nesterov: true, weightDecay: 3e-5), gradientClip: 12,
        averageDecay: nil, precision: precision, threads: threads, seed: 1,
        memoryLimit: memoryLimit), backend: backend)
    func run() throws {
      try voxels.withUnsafeBufferPointer { images in
        try labels.withUnsafeBufferPointer {
          _ = try program.step(images: images, labels: $0, learningRate: 1e-3)
        }
      }
    }
    try run()
    let taken = Self.residentByteCount - resident
    let step = try timing(program.plan, run)
    let profile = try program.profile()
    let total = profile.values.reduce(0) { $0 + $1.seconds }
    return Result(
      name: subject.name, precision: precision.rawValue, forward: forward, step: step,
      peakBytes: program.peakByteCount, residentBytes: taken,
      planSeconds: planSeconds,
      profile: profile.map {
        Share(kind: $0.key, seconds: $0.value.seconds, part: $0.value.seconds / total)
      }.sorted { $0.seconds > $1.seconds })
  }

  /// The time to plan a training step: all primitives, layouts and memory, nothing of it made before.
  private func planSeconds(_ subject: Subject, _ shape: Shape) throws -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    let program = TrainingGraph(
      subject.network, input: shape, loss: .diceCrossEntropy,
      weights: DeepSupervision.weights(resolutions: subject.network.resolutions))
    _ = try backend.compile(
      program.graph, outputs: [program.loss], gradients: program.gradients, precision: precision,
      threads: threads)
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }

  /// Medians of a pass and of its convolutions alone, in turns.
  private func timing(_ plan: any ExecutionPlan, _ run: () throws -> Void) throws -> Timing {
    guard let limit = try plan.makeConvolutionLimit() else {
      throw EngineError("this backend cannot run the convolutions of a plan alone", kind: .usage)
    }
    var passes: [Double] = []
    var limits: [Double] = []
    for repetition in 0...repetitions {
      let start = DispatchTime.now().uptimeNanoseconds
      try run()
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
      let alone = try limit.seconds()
      // The first run touches memory for the first time.
      guard repetition > 0 else { continue }
      passes.append(seconds)
      limits.append(alone)
    }
    let seconds = Self.median(passes)
    let alone = Self.median(limits)
    return Timing(
      seconds: seconds, gflopsPerSecond: plan.floatingPointOperations / seconds * 1e-9,
      limitSeconds: alone, ofLimit: alone / seconds)
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }

  /// What the operating system counts as this process's memory.
  private static var residentByteCount: Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return 0
    }
    let fields = text.split(separator: " ")
    return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
