public import ComputeEngine
public import Evaluation
public import Foundation
public import VolumeFiles

/// One training from beginning to end: the steps, then the held-out cases predicted and measured.
public struct TrainingSession: Sendable {
  public struct Result: Sendable {
    public var outcome: Trainer.Outcome
    /// Of the held-out cases; `nil` where there are none or the training was stopped.
    public var summary: EvaluationSummary?
  }

  public var store: any CaseStore
  public var folder: URL
  public var options: TrainingOptions
  public var backend: any Backend
  public var stop: StopSignal

  public init(
    _ store: any CaseStore, folder: URL, options: TrainingOptions, backend: any Backend,
    stop: StopSignal
  ) {
    self.backend = backend
    self.store = store
    self.folder = folder
    self.options = options
    self.stop = stop
  }

  /// - Parameter report: Told what happens.
  /// - Throws: ``TrainingError`` where the folder holds a training already, and what ``Trainer/run()`` throws.
  public func run(report: @escaping (Trainer.Event) -> Void) throws -> Result {
    let runFolder = try RunFolder(folder)
    if runFolder.hasCheckpoint && !options.resumes {
      throw TrainingError.isTaken(folder)
    }
    var options = options
    if options.resumes && !runFolder.hasBegun { options.resumes = false }
    let outcome = try Trainer(
      store, folder: runFolder, options: options, backend: backend, stop: stop, report: report
    )
    .run()
    guard outcome.isFinished, options.fold != .none else {
      return Result(outcome: outcome, summary: nil)
    }
    let validation = HeldOutValidation(
      store, caseIDs: outcome.validationCases, folder: folder, backend: backend,
      precision: options.precision, threads: options.threads)
    return Result(outcome: outcome, summary: try validation.run { stop.isRequested })
  }
}
