public import ComputeEngine
public import Pipelines
public import Transforms
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

  /// Looks at every labelled case of a data set.
  /// - Parameter progress: Told how much is done, 0 to 1.
  /// - Throws: errors of the data set and of the pipeline.
  public init(
    _ store: any CaseStore, pipeline: PipelineConfiguration, precision: Precision, threads: Int,
    progress: (Double) -> Void
  ) throws {
    let loading = try CaseLoading(store)
    cases = loading.ids.count
    fingerprint = try loading.fingerprint(progress: progress)
    plan = try TrainingPlan(
      pipeline, fingerprint: fingerprint, channels: store.description.channels,
      classes: store.description.labels.count)
    peakByteCount = try EngineTrainingProgram.peakByteCount(
      plan.program(precision: precision, threads: threads, seed: 1))
  }
}
