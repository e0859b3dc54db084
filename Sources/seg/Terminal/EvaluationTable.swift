import Evaluation
import Foundation

/// The result of an evaluation as a table for the terminal.
enum EvaluationTable {
  /// One row a label with what matters most, then the mean; lines end with a line feed.
  static func text(of summary: EvaluationSummary) -> String {
    let hasReferences = summary.cases.contains { $0.referenceFile != nil } || summary.cases.isEmpty
    var text = hasReferences ? comparison(summary) : volumes(summary)
    if let versus = summary.comparison { text += "\n" + methods(versus, summary) }
    let flags = summary.cases.reduce(0) { $0 + $1.flags.count }
    var line = "\(summary.cases.count) case\(summary.cases.count == 1 ? "" : "s")"
    if !summary.problems.isEmpty { line += ", \(summary.unmeasuredCount) not measured" }
    if flags > 0 { line += ", \(flags) flag\(flags == 1 ? "" : "s") to look at" }
    return text + line + "\n"
  }

  private static func comparison(_ summary: EvaluationSummary) -> String {
    var rows = [
      [
        "label", "Dice", "95 % interval", "IoU", "HD95 mm", "HD mm", "ASSD mm", "NSD", "missed",
        "spurious", "n",
      ]
    ]
    for label in summary.labels {
      func mean(_ metric: Metric, _ digits: Int = 3) -> String {
        number(label.distributions[metric]?.mean, digits)
      }
      let interval = label.distributions[.dice]?.interval
      rows.append([
        label.name == label.label ? label.label : "\(label.label) \(label.name)",
        mean(.dice), interval.map { "\(number($0[0])) to \(number($0[1]))" } ?? "-", mean(.iou),
        mean(.hausdorff95, 2), mean(.hausdorff, 2), mean(.averageSymmetricSurfaceDistance, 2),
        mean(.normalizedSurfaceDice), "\(label.statusCounts[.missed] ?? 0)",
        "\(label.statusCounts[.spurious] ?? 0)", "\(label.distributions[.dice]?.count ?? 0)",
      ])
      if label.hasFailures { rows.append(penalised("  counting failures", label.penalised)) }
    }
    rows.append([
      "mean", number(summary.mean[.dice]), "", number(summary.mean[.iou]),
      number(summary.mean[.hausdorff95], 2), number(summary.mean[.hausdorff], 2),
      number(summary.mean[.averageSymmetricSurfaceDistance], 2),
      number(summary.mean[.normalizedSurfaceDice]), "", "", "",
    ])
    if summary.labels.contains(where: \.hasFailures) {
      let mean = summary.penalisedMean
      rows.append([
        "  counting failures", number(mean[.dice]), "", number(mean[.iou]),
        number(mean[.hausdorff95], 2), number(mean[.hausdorff], 2), "-",
        number(mean[.normalizedSurfaceDice]), "", "", "",
      ])
    }
    return aligned(rows)
  }

  /// The row in which missed and spurious labels have Dice and NSD 0, and distances of the volume's diagonal.
  private static func penalised(_ name: String, _ values: [Metric: Distribution]) -> [String] {
    func mean(_ metric: Metric, _ digits: Int = 3) -> String {
      number(values[metric]?.mean, digits)
    }
    let interval = values[.dice]?.interval
    return [
      name, mean(.dice), interval.map { "\(number($0[0])) to \(number($0[1]))" } ?? "-", mean(.iou),
      mean(.hausdorff95, 2), mean(.hausdorff, 2), "-", mean(.normalizedSurfaceDice), "", "",
      "\(values[.dice]?.count ?? 0)",
    ]
  }

  private static func volumes(_ summary: EvaluationSummary) -> String {
    var rows = [["case", "label", "volume ml", "components"]]
    for entry in summary.cases {
      for label in entry.labels where label.status != .absent {
        rows.append([
          entry.caseID, label.name, number(label.predictionInMillilitres, 3),
          label.predictionComponents.map(String.init) ?? "-",
        ])
      }
    }
    return aligned(rows)
  }

  private static func methods(_ comparison: MethodComparison, _ summary: EvaluationSummary)
    -> String
  {
    var rows = [
      [
        "against \(comparison.otherName)", "metric", "this", "other", "difference", "95 % interval",
        "p",
      ]
    ]
    let names = Dictionary(summary.labels.map { ($0.label, $0.name) }) { first, _ in first }
    for row in comparison.differences
    where [.dice, .hausdorff95].contains(row.metric) && row.count > 0 {
      rows.append([
        row.label.map { names[$0] ?? $0 } ?? "mean", row.metric.title, number(row.mean),
        number(row.otherMean), number(row.difference, 4),
        row.interval.map { "\(number($0[0], 4)) to \(number($0[1], 4))" } ?? "-",
        number(row.pValue, 4),
      ])
    }
    return aligned(rows)
  }

  private static func number(_ value: Double?, _ digits: Int = 3) -> String {
    value.map { String(format: "%.\(digits)f", $0) } ?? "-"
  }

  /// Columns as wide as their widest cell, the first to the left, the rest to the right.
  private static func aligned(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 0 ? cell.0 + padding : padding + cell.0
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
