import Evaluation
import Foundation

/// The comparison of two methods.
extension ReportContent {
  var comparisonTable: ComparisonTable? {
    summary.comparison.map {
      ComparisonTable(
        $0, names: Dictionary(labels.map { ($0.label, $0.name) }) { first, _ in first })
    }
  }

  /// The mean Dice of both methods on the same cases; none where one method alone was measured.
  var comparisonSentences: [String] {
    guard let comparison = summary.comparison,
      let dice = comparison.differences.first(where: { $0.metric == .dice && $0.label == nil }),
      let difference = dice.difference
    else { return [] }
    let (name, other) = (Self.shortName(comparison.name), Self.shortName(comparison.otherName))
    let cases = Numbers.count(dice.count, "case")
    guard difference != 0 else {
      return ["In the same \(cases), \(name) and \(other) have the same mean Dice."]
    }
    var text =
      "In the same \(cases), the mean Dice of \(name) is \(Numbers.ratio(abs(difference))) \(difference > 0 ? "higher" : "lower") than that of \(other)"
    if let interval = dice.interval, interval.count == 2 {
      text +=
        " (95 % interval of the difference \(Numbers.ratio(interval[0])) to \(Numbers.ratio(interval[1])))"
    }
    text += ": better in \(dice.wins), equal in \(dice.ties), worse in \(dice.losses)."
    if dice.count > 1, let stability = comparison.rankStability {
      text +=
        " Were the cases drawn again, \(name) would rank first in \(Numbers.percent(stability)) of the draws."
    }
    return [text]
  }

  /// A folder of predictions as people call it.
  static func shortName(_ folder: String) -> String {
    URL(fileURLWithPath: folder).lastPathComponent
  }
}
