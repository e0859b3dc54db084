import Files
import Foundation
import ModelFiles

/// Where a training starts: at a checkpoint, from another model's weights, or from the initial ones.
struct TrainingStart {
  let folder: RunFolder
  let options: TrainingOptions
  let report: (TrainingEvent) -> Void

  /// Loads the weights into a program.
  ///
  /// - Throws: ``TrainingError`` and errors of files where the weights do not fit or cannot be read.
  func state(_ program: EngineTrainingProgram) throws -> TrainingState {
    if options.resumes { return try resumed(program) }
    if let initial = options.initialModel {
      let transfer = try program.initialize(fromModelAt: initial)
      report(.note("from \(initial.lastPathComponent): \(transfer.summary)"))
      for line in transfer.details { report(.detail(line)) }
    }
    return TrainingState(seed: options.seed)
  }

  /// Goes on from the newest checkpoint that is whole.
  private func resumed(_ program: EngineTrainingProgram) throws -> TrainingState {
    guard folder.hasCheckpoint else {
      // Stopped or killed before the first checkpoint: the beginning is where it goes on.
      report(.note("there is no checkpoint yet; training starts from the beginning"))
      return TrainingState(seed: options.seed)
    }
    var problem: (any Error)?
    for url in [folder.files.checkpoint, folder.files.previousCheckpoint]
    where FileManager.default.fileExists(atPath: url.path) {
      do {
        let (file, state) = try TrainingState.checkpoint(url)
        try program.restore(file.tensors)
        if let problem {
          let text = (problem as? any UserFacingError)?.description ?? "\(problem)"
          report(.note("\(text); going on from the one before, step \(state.step)"))
        }
        return state
      } catch {
        problem = problem ?? error
      }
    }
    throw problem ?? TrainingError.usage("\(folder.url.path): there is no checkpoint")
  }
}
