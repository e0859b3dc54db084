/// `cases.csv`: one row for each case and label, undefined values empty, so that statistics
/// programs read it as it is.
public enum CasesTable {
  /// The table with its header, lines ended by a line feed.
  public static func text(of cases: [CaseScore], settings: EvaluationSettings) -> String {
    let metrics = Metric.allCases.filter { metric in
      metric != .centrelineDice || !settings.tubularLabels.isEmpty
    }
    let further = settings.tolerances.dropFirst()
    var header = [
      "case", "label", "name", "group", "status", "reference_ml", "prediction_ml", "tp", "fp", "fn",
      "tn",
    ]
    header += metrics.map(\.rawValue)
    header += further.map { "nsd_at_\($0)_mm" }
    header += ["reference_lesions", "predicted_lesions", "missed_lesions", "spurious_lesions"]
    var text = header.joined(separator: ",") + "\n"
    for entry in cases {
      for label in entry.labels {
        var row = [
          quoted(entry.caseID), quoted(label.label), quoted(label.name),
          label.isGroup ? "1" : "0", label.status.rawValue, number(label.referenceInMillilitres),
          number(label.predictionInMillilitres), "\(label.counts.truePositives)",
          "\(label.counts.falsePositives)", "\(label.counts.falseNegatives)",
          "\(label.counts.trueNegatives)",
        ]
        row += metrics.map { number(label[$0]) }
        row += further.map { tolerance in
          number(label.surfaceDice.first { $0.tolerance == tolerance }?.value)
        }
        if let lesions = label.lesions {
          row += [lesions.reference, lesions.predicted, lesions.missed, lesions.spurious]
            .map(String.init)
        } else {
          row += ["", label.predictionComponents.map(String.init) ?? "", "", ""]
        }
        text += row.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  /// As RFC 4180 has it.
  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
