import Foundation

/// Which folds are asked for.
package enum FoldSelection: Hashable, Sendable {
  /// Every case trains.
  case none
  case all
  case numbers([Int])

  /// Folds as they are written: `0`, `0,3`, `all` or `none`.
  ///
  /// `nil` where the text is none of these or names a fold twice.
  package init?(_ text: String) {
    switch text {
    case "none": self = .none
    case "all": self = .all
    default:
      let numbers = text.split(separator: ",").map {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      let known = numbers.compactMap { $0 }
      guard !known.isEmpty, known.count == numbers.count,
        known.allSatisfy({ (0..<100).contains($0) }),
        Set(known).count == known.count
      else { return nil }
      self = .numbers(known)
    }
  }

  /// A member for each of the folds that nnU-Net would make.
  var members: [FoldsRecord.Member] {
    switch self {
    case .none: [FoldsRecord.Member(number: 0, fold: .none)]
    case .all: (0..<5).map { FoldsRecord.Member(number: $0, fold: .number($0)) }
    case .numbers(let numbers):
      numbers.map { FoldsRecord.Member(number: $0, fold: .number($0)) }
    }
  }

  /// A member for each of the splits that are chosen from a list.
  /// - Throws: ``TrainingError`` where one does not exist, or none is chosen.
  func members(of splits: [Split], in source: String) throws -> [FoldsRecord.Member] {
    let chosen: [Int]
    switch self {
    case .none:
      throw TrainingError.usage("\(source): --fold none trains on every case; leave out --split")
    case .all: chosen = Array(splits.indices)
    case .numbers(let numbers): chosen = numbers
    }
    if let missing = chosen.first(where: { !splits.indices.contains($0) }) {
      throw TrainingError.usage("\(source): has \(splits.count) splits, none of number \(missing)")
    }
    return chosen.map { FoldsRecord.Member(number: $0, fold: .split(splits[$0])) }
  }
}
