import Evaluation
import Foundation
import Training

/// Trainings of several networks: folds, and the members of an ensemble.
extension TrainCommand {
  func crossValidate(
    _ session: TrainingSession, _ folds: [FoldsRecord.Member]
  ) async throws -> Bool {
    let classes = Self.classes(session.store)
    let result = try await Self.onOwnThread {
      var displays: [Int: TrainingDisplay] = [:]
      return try CrossValidation(session, folds: folds).run { fold, event in
        if displays[fold] == nil {
          FileHandle.standardError.write(Data("Fold \(fold)\n".utf8))
        }
        displays[fold, default: TrainingDisplay(classes: classes)].show(event)
      }
    }
    for (fold, dice) in result.dice {
      print("Fold \(fold): mean Dice \(String(format: "%.4f", dice))")
    }
    guard result.isFinished else {
      Self.sayHowToGoOn(in: session.folder)
      return false
    }
    let values = result.dice.map(\.dice)
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    let variance =
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
    print(
      "\(values.count) folds: mean Dice \(String(format: "%.4f ± %.4f", mean, variance.squareRoot()))"
    )
    if let summary = result.summary, let dice = summary.mean[.dice] {
      print(
        "Mean Dice of all \(summary.cases.count) held-out cases: \(String(format: "%.4f", dice))")
    }
    return true
  }
}
