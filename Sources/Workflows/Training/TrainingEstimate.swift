public import ComputeEngine
import Foundation
import Labels
public import Pipelines
public import Preprocessing
public import VolumeFiles
import Volumes

/// What a training would be, before it is begun.
public struct TrainingEstimate: Sendable {
  public let fingerprint: DatasetFingerprint
  public let plan: TrainingPlan
  /// Cases with labels.
  public let cases: Int
  /// Bytes that the engine will take: exact.
  public let peakByteCount: Int
  /// What is computed twice to fit the memory limit, `nil` for nothing.
  public let recomputation: Recomputation?
  /// What a step takes on this machine, measured.
  public let secondsPerStep: Double

  /// Looks at every labelled case of a data set.
  /// - Parameters:
  ///   - memoryLimit: Bytes that the engine may take.
  ///   - progress: Told how much is done, 0 to 1.
  /// - Throws: errors of the data set and of the pipeline.
  public init(
    _ store: any CaseStore, pipeline: PipelineConfiguration, backend: any Backend,
    precision: Precision, threads: Int, memoryLimit: Int? = nil, progress: (Double) -> Void
  ) throws {
    let loading = try CaseLoading(store)
    cases = loading.ids.count
    fingerprint = try loading.survey(progress: progress).fingerprint
    let classNames = store.description.labels.entries.map(\.name)
    try pipeline.checkNames(cases: loading.ids, classes: classNames)
    plan = try TrainingPlan(
      pipeline, fingerprint: fingerprint, channels: store.description.channels,
      classes: store.description.labels.count)
    let program = try EngineTrainingProgram(
      plan.program(
        precision: precision, threads: threads, seed: 1, classNames: classNames,
        memoryLimit: memoryLimit), backend: backend)
    peakByteCount = program.peakByteCount
    recomputation = program.recomputation
    secondsPerStep = try Self.secondsPerStep(program)
  }

  /// The shorter of two steps on noise, after a first one that touches the memory.
  private static func secondsPerStep(_ program: EngineTrainingProgram) throws -> Double {
    var generator = SeededGenerator(seed: 1)
    let voxels = program.batch * program.patch.count
    let images = (0..<(voxels * program.inputChannels)).map { _ in Float(generator.normal()) }
    let labels = (0..<voxels).map { _ in UInt8(generator.integer(below: program.classes)) }
    var shortest = Double.infinity
    for attempt in 0..<3 {
      let start = DispatchTime.now().uptimeNanoseconds
      _ = try images.withUnsafeBufferPointer { images in
        try labels.withUnsafeBufferPointer {
          try program.step(images: images, labels: $0, learningRate: 0)
        }
      }
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
      if attempt > 0 { shortest = min(shortest, seconds) }
    }
    return shortest
  }
}
