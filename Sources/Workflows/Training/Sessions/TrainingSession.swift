package import ComputeEngine
package import Evaluation
package import Foundation
package import VolumeFiles

/// One training from beginning to end: the steps, then the held-out cases predicted and measured.
package struct TrainingSession: Sendable {
  package struct Result: Sendable {
    package var outcome: Trainer.Outcome
    /// Of the held-out cases; `nil` where there are none or the training was stopped.
    package var summary: EvaluationSummary?
  }

  package var store: any CaseStore
  package var folder: URL
  package var options: TrainingOptions
  /// What computes the network.
  package var backend: any Backend
  package var stop: StopSignal
  /// Makes what follows a training in its run folder.
  package var observers: @Sendable (RunFolder) -> [any TrainingObserver]

  package init(
    _ store: any CaseStore, folder: URL, options: TrainingOptions, backend: any Backend,
    stop: StopSignal,
    observers: @escaping @Sendable (RunFolder) -> [any TrainingObserver] = { _ in [] }
  ) {
    self.store = store
    self.folder = folder
    self.options = options
    self.backend = backend
    self.stop = stop
    self.observers = observers
  }

  /// Trains, then predicts and measures the held-out cases.
  ///
  /// - Parameter report: Receives the events.
  /// - Throws: ``TrainingError`` where the folder holds a training already, and what ``Trainer/run()`` throws.
  package func run(report: @escaping (TrainingEvent) -> Void) throws -> Result {
    let runFolder = try RunFolder(folder)
    if runFolder.hasCheckpoint && !options.resumes {
      throw TrainingError.isTaken(folder)
    }
    var options = options
    if options.resumes && !runFolder.hasBegun { options.resumes = false }
    let outcome = try Trainer(
      store, folder: runFolder, options: options, backend: backend, stop: stop,
      observers: observers(runFolder), report: report
    )
    .run()
    guard outcome.isFinished, options.fold != .none else {
      return Result(outcome: outcome, summary: nil)
    }
    var validation = HeldOutValidation(
      store, caseIDs: outcome.validationCases, folder: folder, backend: backend,
      precision: options.precision, threads: options.threads)
    validation.expectedChecksums = outcome.checksums
    return Result(outcome: outcome, summary: try validation.run { stop.isRequested })
  }
}
