import Evaluation

/// The differences of two methods, label by label, as page and paper show them.
struct ComparisonTable {
  struct Row {
    var label: String
    var metric: String
    var mean: String
    var otherMean: String
    var difference: String
    /// "−0.080 to 0.000", empty where there is none.
    var interval: String
    /// Cases: "9 / 1 / 2".
    var counts: String
    var pValue: String
    var values: PairedDifference
  }

  /// The two methods' names.
  var name: String
  var otherName: String
  var rows: [Row]

  /// What the columns mean.
  var explanation: String {
    "The same cases by two methods; missed and spurious labels count as failures. Differences are \(name) minus \(otherName), with their 95 % interval. p by Wilcoxon's signed-rank test."
  }

  /// - Parameter names: Of the labels by their keys.
  init(_ comparison: MethodComparison, names: [String: String]) {
    name = ReportContent.shortName(comparison.name)
    otherName = ReportContent.shortName(comparison.otherName)
    rows = comparison.differences.filter { [.dice, .hausdorff95].contains($0.metric) }.map { item in
      func text(_ value: Double?) -> String {
        item.metric == .dice ? Numbers.ratio(value) : Numbers.distance(value)
      }
      return Row(
        label: item.label.map { names[$0] ?? $0 } ?? "Mean over labels", metric: item.metric.title,
        mean: text(item.mean), otherMean: text(item.otherMean), difference: text(item.difference),
        interval: (item.interval ?? []).map(text).joined(separator: " to "),
        counts: "\(item.wins) / \(item.ties) / \(item.losses)",
        pValue: item.pValue.map { $0 < 0.001 ? "< 0.001" : Numbers.ratio($0) } ?? Numbers.undefined,
        values: item)
    }
  }
}
