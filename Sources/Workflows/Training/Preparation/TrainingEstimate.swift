package import ComputeEngine
import Foundation
package import Planning
package import Preprocessing
package import VolumeFiles
import Volumes

/// What a training would be, before it is begun.
package struct TrainingEstimate: Sendable {
  package let fingerprint: DatasetFingerprint
  package let plan: TrainingPlan
  /// Cases with labels.
  package let cases: Int
  /// Bytes that the engine will take: exact.
  package let peakByteCount: Int
  /// What is computed twice to fit the memory limit, `nil` for nothing.
  package let recomputation: Recomputation?
  /// What a step takes on this machine, measured.
  package let secondsPerStep: Double

  /// Looks at every labelled case of a data set.
  ///
  /// - Parameters:
  ///   - options: The pipeline, and what it would run on; their length and fold do not matter.
  ///   - progress: Told how much is done, 0 to 1.
  /// - Throws: errors of the data set and of the pipeline.
  package init(
    _ store: any CaseStore, options: TrainingOptions, progress: (Double) -> Void
  ) throws {
    let preparation = try TrainingPreparation(
      surveying: store, options: options, progress: progress)
    cases = preparation.loading.ids.count
    fingerprint = preparation.survey.fingerprint
    plan = preparation.plan
    let program = try preparation.program()
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
