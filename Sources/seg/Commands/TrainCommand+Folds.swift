import Evaluation
import Foundation
import ModelFiles
import Training

/// Trainings of several networks: folds, and the members of an ensemble.
extension TrainCommand {
  /// The numbers in `--fold`, empty for `none`, or `nil` where they are wrong or not given.
  var folds: [Int]? {
    switch fold {
    case nil: return nil
    case "none": return []
    case "all": return Array(0..<5)
    case .some(let text):
      let numbers = text.split(separator: ",").map {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      let known = numbers.compactMap { $0 }
      guard !known.isEmpty, known.count == numbers.count,
        known.allSatisfy({ (0..<100).contains($0) }),
        Set(known).count == known.count
      else { return nil }
      return known
    }
  }

  /// Seconds from which three networks predict better than one that is trained three times as long: see Benchmarks/README.md.
  private static let ensembleTraining = 540.0
  private static let ensembleMembers = 3

  /// Whether a run of one network is gone on with.
  private var hasOwnRun: Bool {
    resume
      && output.map {
        FileManager.default.fileExists(atPath: RunLayout(URL(fileURLWithPath: $0)).record.path)
      } ?? false
  }

  func chosenFolds(
    _ length: TrainingOptions.Length, _ begunFolds: FoldsRecord?
  ) throws -> [FoldsRecord.Member] {
    if fold == nil, split == nil, let begunFolds { return begunFolds.members }
    guard let split else {
      guard let folds else {
        guard pipeline.pipeline == nil, initializeFrom == nil, reproduce == nil,
          !hasOwnRun, let seconds = comparableSeconds(of: length), seconds >= Self.ensembleTraining
        else { return [FoldsRecord.Member(number: 0, fold: .tenth(0))] }
        return (0..<Self.ensembleMembers).map { FoldsRecord.Member(number: $0, fold: .tenth($0)) }
      }
      return folds.isEmpty
        ? [FoldsRecord.Member(number: 0, fold: .none)]
        : folds.map { FoldsRecord.Member(number: $0, fold: .number($0)) }
    }
    let splits = try Split.read(URL(fileURLWithPath: split))
    let chosen = fold == "all" ? Array(splits.indices) : folds ?? [0]
    if let missing = chosen.first(where: { !splits.indices.contains($0) }) {
      throw TrainingError.usage("\(split): has \(splits.count) splits, none of number \(missing)")
    }
    return chosen.map { FoldsRecord.Member(number: $0, fold: .split(splits[$0])) }
  }

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
