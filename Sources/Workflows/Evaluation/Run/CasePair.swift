import Foundation

/// A prediction with the reference that its name belongs to.
struct CasePair: Hashable, Sendable {
  var caseID: String
  var prediction: URL

  /// Pairs predictions with references by name: CASE or CASE_seg, without ending, is the prediction of CASE.
  /// - Parameter references: The cases that have references; `nil` to take every prediction.
  /// - Returns: Pairs, and what has no partner.
  static func pair(
    _ predictions: LabelMapFolder, in folder: URL, with references: [String]?
  ) -> (pairs: [CasePair], problems: [CaseProblem]) {
    let known = references.map(Set.init)
    var pairs: [CasePair] = []
    var problems: [CaseProblem] = []
    var taken: [String: URL] = [:]
    for file in predictions.files {
      let short = file.stem.hasSuffix("_seg") ? String(file.stem.dropLast(4)) : file.stem
      let id: String
      if let known {
        guard let match = [file.stem, short].first(where: known.contains) else {
          problems.append(
            CaseProblem(
              caseID: short, kind: .predictionWithoutReference,
              message: "\(file.url.relativePath): there is no reference named \(short)"))
          continue
        }
        id = match
      } else {
        id = short
      }
      if let other = taken[id] {
        problems.append(
          CaseProblem(
            caseID: id, kind: .unreadable,
            message:
              "\(file.url.relativePath): \(other.lastPathComponent) is a prediction of case \(id) too; remove one"
          ))
        continue
      }
      taken[id] = file.url
      pairs.append(CasePair(caseID: id, prediction: file.url))
    }
    for id in (references ?? []).sorted() where taken[id] == nil {
      problems.append(
        CaseProblem(
          caseID: id, kind: .referenceWithoutPrediction,
          message: "\(id): the reference has no prediction in \(folder.relativePath)"))
    }
    return (pairs, problems)
  }
}
