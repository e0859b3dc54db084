package import ComputeEngine
package import VolumeFiles

/// Trains a network on a data set: preparation, steps, validation, checkpoints and the finished model in a run folder.
///
/// Runs on the calling thread alone, with the data prepared on threads beside it.
package final class Trainer {
  /// How a training ended.
  package struct Outcome: Sendable {
    package var isFinished: Bool
    package var steps: Int
    package var seconds: Double
    /// The mean validation Dice of the last epoch.
    package var dice: Double?
    /// The part of the time for which the engine waited for data.
    package var waiting: Double
    package var validationCases: [String]
    /// The checksum of every case, by name.
    package var checksums: [String: String]
  }

  private let builder: TrainingBuilder
  private let stop: StopSignal
  private let observers: [any TrainingObserver]
  private let report: (TrainingEvent) -> Void
  private let clock = TrainingClock()

  /// Makes a trainer; its time begins.
  ///
  /// - Parameters:
  ///   - store: The labelled cases.
  ///   - backend: What computes the network.
  ///   - stop: Ends the training after the step under way.
  ///   - observers: Follow it, for example with files in its folder.
  ///   - report: Receives the events.
  package init(
    _ store: any CaseStore, folder: RunFolder, options: TrainingOptions, backend: any Backend,
    stop: StopSignal, observers: [any TrainingObserver] = [],
    report: @escaping (TrainingEvent) -> Void
  ) {
    self.stop = stop
    self.observers = observers
    self.report = { event in
      for observer in observers { observer.observe(event) }
      report(event)
    }
    builder = TrainingBuilder(
      store: store, folder: folder, options: options, backend: backend, report: self.report)
  }

  /// Trains to the end, or until it is told to stop.
  ///
  /// A file that cannot be written for now, on a full disk for example, does not end a training: it is reported, and written again after the
  /// next epoch; only what cannot be written at the end is an error.
  /// - Throws: ``TrainingError``, errors of files and of the engine. What was saved before stays.
  package func run() throws -> Outcome {
    let training = try builder.build()
    for observer in observers { try observer.trainingStarts() }
    let cache = training.cases.cache
    return try withExtendedLifetime(cache) {
      var loop = TrainingLoop(
        training, writer: RunWriter(training, folder: builder.folder, report: report),
        clock: clock, observers: observers, report: report)
      let outcome = try loop.run { stop.isRequested }
      if !outcome.isFinished { cache.keep() }
      return outcome
    }
  }
}
