public import ComputeEngine
import ComputeGraph
import Foundation
public import Networks
public import Volumes

/// Times whole networks on the engine against the convolutions in them.
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
    /// What the pass's convolutions take, each timed in the same runs.
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
    public var peakBytes: Int
    public var planSeconds: Double

    enum CodingKeys: String, CodingKey {
      case name, precision, forward, step
      case peakBytes = "peak_bytes"
      case planSeconds = "plan_seconds"
    }
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

  public var precision: Precision
  public var threads: Int
  public var repetitions: Int

  public init(precision: Precision, threads: Int, repetitions: Int = 3) {
    self.precision = precision
    self.threads = threads
    self.repetitions = repetitions
  }

  /// Plans and times one network.
  public func run(_ subject: Subject) throws -> Result {
    let shape = Shape(
      batch: subject.batch, channels: 1, depth: subject.patch.depth, height: subject.patch.height,
      width: subject.patch.width)
    var generator = SeededGenerator(seed: 1)
    let voxels = (0..<shape.count).map { _ in Float(generator.normal()) }

    let forward = try { () throws -> Timing in
      let program = InferenceGraph(subject.network, input: shape)
      let executor = try Executor(
        Plan(program.graph, outputs: [program.logits], precision: precision, threads: threads))
      try executor.setParameters { $0.initialValues(seed: 1) }
      voxels.withUnsafeBufferPointer { executor.setInput(program.image, $0) }
      return try timing { try executor.run(into: &$0) }
    }()

    let start = DispatchTime.now().uptimeNanoseconds
    let program = try EngineTrainingProgram(
      EngineTrainingProgram.Configuration(
        network: subject.network, patch: subject.patch, batch: subject.batch,
        loss: .diceCrossEntropy,
        optimizer: .sgd(momentum: 0.99, nesterov: true, weightDecay: 3e-5), gradientClip: 12,
        averageDecay: nil, precision: precision, threads: threads, seed: 1))
    let planSeconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
    let labels = voxels.map { UInt8($0 > 1 ? 2 : $0 > 0 ? 1 : 0) }
    _ = try voxels.withUnsafeBufferPointer { images in
      try labels.withUnsafeBufferPointer {
        try program.step(images: images, labels: $0, learningRate: 1e-3)
      }
    }
    let step = try timing { profile in
      profile = try program.profile()
      let update = DispatchTime.now().uptimeNanoseconds
      try program.update(learningRate: 1e-3)
      profile["optimiser"] = (Double(DispatchTime.now().uptimeNanoseconds - update) * 1e-9, 0)
    }
    return Result(
      name: subject.name, precision: precision.rawValue, forward: forward, step: step,
      peakBytes: program.peakByteCount, planSeconds: planSeconds)
  }

  private func timing(
    _ run: (inout [String: (seconds: Double, operations: Double)]) throws -> Void
  ) throws -> Timing {
    var totals: [Double] = []
    var limits: [Double] = []
    var operations = 0.0
    for repetition in 0...repetitions {
      var profile: [String: (seconds: Double, operations: Double)] = [:]
      try run(&profile)
      // The first run touches memory for the first time.
      guard repetition > 0 else { continue }
      let convolutions = profile.filter { $0.key.hasPrefix("convolution") }.values
      totals.append(profile.values.reduce(0) { $0 + $1.seconds })
      limits.append(convolutions.reduce(0) { $0 + $1.seconds })
      operations = profile.values.reduce(0) { $0 + $1.operations }
    }
    let seconds = Self.median(totals)
    let limit = Self.median(limits)
    return Timing(
      seconds: seconds, gflopsPerSecond: operations / seconds * 1e-9, limitSeconds: limit,
      ofLimit: limit / seconds)
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
