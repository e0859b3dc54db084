import Foundation

extension TrainingOptions {
  /// Which of the labelled cases train and which validate.
  /// - Throws: ``TrainingError`` for a fold that does not exist.
  func split(of ids: [String], _ survey: DatasetSurvey) throws -> Split {
    func folds(_ count: Int) -> [Split] {
      isStratified
        ? Split.stratifiedFolds(of: ids, presentClasses: survey.presentClasses, count: count)
        : Split.folds(of: ids, count: count)
    }
    switch fold {
    case .none: return Split(training: ids, validation: ids)
    case .split(let given): return given
    case .tenth(let number):
      let folds = folds(10)
      return folds[number % folds.count]
    case .number(let fold):
      let folds = folds(5)
      guard folds.indices.contains(fold) else {
        throw TrainingError.usage(
          "fold \(fold) does not exist: \(ids.count) labelled cases make \(folds.count) folds")
      }
      return folds[fold]
    }
  }
}

extension Split {
  /// - Throws: ``TrainingError`` where it names cases that the data set does not have, or none to train on.
  func check(against ids: [String], in location: URL) throws {
    let known = Set(ids)
    if let unknown = (training + validation).first(where: { !known.contains($0) }) {
      throw TrainingError.badData(
        "the split names the case \(unknown), which \(location.path) does not have with labels")
    }
    guard !training.isEmpty else { throw TrainingError.badData("no case is left to train on") }
  }
}
