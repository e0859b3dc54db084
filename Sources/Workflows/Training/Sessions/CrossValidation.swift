package import Evaluation
import Files
import Foundation
import ModelFiles
import VolumeFiles

/// Trains on several folds one after another, each in `fold-K`, and gathers what they predict of the cases they did not see.
package struct CrossValidation {
  package struct Result: Sendable {
    /// The mean Dice of every fold that was finished, by its number.
    package var dice: [(fold: Int, dice: Double)]
    /// Of all held-out cases together; `nil` where the training was stopped.
    package var summary: EvaluationSummary?
    package var isFinished: Bool
  }

  /// The folder, and the options of every fold but the fold itself; a time limit is for all folds together.
  package var session: TrainingSession
  package var folds: [FoldsRecord.Member]

  package init(_ session: TrainingSession, folds: [FoldsRecord.Member]) {
    self.session = session
    self.folds = folds
  }

  /// Trains every fold and measures their predictions together.
  ///
  /// - Parameter report: Receives the events, with the number of the fold.
  /// - Throws: what ``TrainingSession/run(report:)`` throws.
  package func run(report: @escaping (Int, TrainingEvent) -> Void) throws -> Result {
    var dice: [(fold: Int, dice: Double)] = []
    var cases: [CaseScore] = []
    var settings: EvaluationSettings?
    let layout = RunLayout(session.folder)
    if try !session.options.resumes && FoldsRecord(of: session.folder) != nil {
      throw TrainingError.isTaken(session.folder)
    }
    try FoldsRecord(data: session.store.location, options: session.options, members: folds)
      .write(in: session.folder)
    for member in folds {
      let (number, fold) = (member.number, member.fold)
      var part = session
      part.folder = layout.fold(number).folder
      part.options.fold = fold
      // Members of one ensemble are to differ; folds are to be what each is alone.
      if case .tenth(let member) = fold { part.options.seed &+= UInt64(member) }
      if case .seconds(let limit) = part.options.length {
        part.options.length = .seconds(limit / Double(folds.count))
      }
      let result = try part.run { report(number, $0) }
      guard result.outcome.isFinished, let summary = result.summary, !session.stop.isRequested
      else { return Result(dice: dice, summary: nil, isFinished: false) }
      if let mean = summary.mean[.dice] { dice.append((number, mean)) }
      cases += summary.cases
      settings = summary.settings
      try AtomicFile.makeFolder(layout.validation)
      for id in result.outcome.validationCases {
        let source = layout.fold(number).validationLabels(of: id, ending: VolumeFile.standardEnding)
        guard FileManager.default.fileExists(atPath: source.path) else { continue }
        let target = layout.validationLabels(of: id, ending: VolumeFile.standardEnding)
        try AtomicFile.write(to: target) {
          try FileManager.default.copyItem(at: source, to: $0)
        }
      }
    }
    guard let settings else { return Result(dice: dice, summary: nil, isFinished: true) }
    let summary = try EvaluationSummary(
      settings: settings, cases: cases.sorted { $0.caseID < $1.caseID }, problems: [],
      threads: session.options.threads)
    try AtomicFile.write(summary.json(), to: layout.validationSummary)
    return Result(dice: dice, summary: summary, isFinished: true)
  }
}
