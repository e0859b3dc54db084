import Evaluation

/// The summary in sentences.
extension ReportContent {
  /// What a reader should take away, most important first.
  var sentences: [String] {
    guard !cases.isEmpty else { return ["No case could be measured."] }
    var lines: [String] = []
    let cases = Numbers.count(self.cases.count, "case")
    guard hasReferences else {
      lines.append(
        "\(cases) measured without a reference: volumes and checks only, no statement on correctness."
      )
      return lines + warningSentences
    }
    if let dice = summary.overall[.dice], let mean = dice.mean {
      var line =
        "In \(cases), prediction and reference overlap by \(Numbers.percent(mean)) on average (mean Dice \(Numbers.ratio(mean))"
      if let interval = dice.interval, interval.count == 2 {
        line +=
          "; 95 % interval \(Numbers.ratio(interval[0])) to \(Numbers.ratio(interval[1]))"
      }
      lines.append(line + ").")
    }
    if let distance = summary.overall[.hausdorff95]?.median,
      let largest = summary.overall[.hausdorff]?.median
    {
      lines.append(
        "Typically, 95 % of the outlines lie within \(Numbers.millimetres(distance)) of each other and the farthest point is \(Numbers.millimetres(largest)) off (medians over cases\(failuresLeftOut))."
      )
    }
    lines += failureSentences
    lines += comparisonSentences
    lines += warningSentences
    return lines
  }

  /// A missed or spurious label has no second outline, so that no distance tells of it.
  private var failuresLeftOut: String {
    let failures = cases.reduce(0) { sum, entry in
      sum + entry.labels.count { !$0.isGroup && [.missed, .spurious].contains($0.status) }
    }
    guard failures > 0 else { return "" }
    return
      "; \(failures) missed or spurious \(failures == 1 ? "label is" : "labels are") left out, having no second outline to measure to"
  }

  private var failureSentences: [String] {
    var failures: [String] = []
    for label in labels where !label.isGroup {
      let missed = label.statusCounts[.missed] ?? 0
      let spurious = label.statusCounts[.spurious] ?? 0
      if missed > 0 {
        failures.append("\(label.name) was missed in \(Numbers.count(missed, "case"))")
      }
      if spurious > 0 {
        failures.append(
          "\(label.name) was found where the reference has none in \(Numbers.count(spurious, "case"))"
        )
      }
    }
    guard !failures.isEmpty else { return ["No label was missed and none was invented."] }
    let shown = failures.prefix(4).joined(separator: "; ")
    let rest = failures.count > 4 ? "; and \(failures.count - 4) more, see the table" : ""
    return [shown.prefix(1).uppercased() + shown.dropFirst() + rest + "."]
  }

  private var warningSentences: [String] {
    var lines: [String] = []
    let flagged = cases.count { !$0.flags.isEmpty }
    if flagged > 0 {
      lines.append("\(Numbers.count(flagged, "case")) \(flagged == 1 ? "has" : "have") warnings.")
    }
    if hasReferences, cases.count > 1, let worst = cases.first, let dice = worst.meanDice {
      lines.append("Look first at \(worst.caseID): its Dice is \(Numbers.ratio(dice)), the lowest.")
    }
    let unmeasured = summary.unmeasuredCount
    if unmeasured > 0 {
      lines.append(
        "\(Numbers.count(unmeasured, "case")) could not be measured and \(unmeasured == 1 ? "is" : "are") listed below."
      )
    }
    return lines
  }

  /// A case in one sentence.
  func sentence(of entry: CaseScore) -> String {
    guard let dice = entry.meanDice else {
      let held = entry.labels.count { $0.counts.prediction > 0 && !$0.isGroup }
      return "The prediction holds \(Numbers.count(held, "label"))."
    }
    var text =
      "Prediction and reference overlap by \(Numbers.percent(dice)) on average (mean Dice \(Numbers.ratio(dice)))"
    if let difference = Self.largestVolumeDifference(of: entry) {
      let amount = Numbers.millilitres(abs(difference.value))
      text +=
        difference.value == 0
        ? "; all volumes are equal"
        : "; the largest volume error is \(difference.name), \(amount) too \(difference.value > 0 ? "large" : "small")"
    }
    return text + "."
  }

  /// What the reader needs to know of each number, in plain words.
  static let glossary: [(String, String)] = [
    (
      "Dice",
      "How much prediction and reference overlap: 1 is complete, 0 is none. Twice the shared volume divided by the sum of both volumes. Small structures have lower values for the same distance error."
    ),
    (
      "HD95",
      "The distance within which 95 % of the two outlines lie of each other, in mm. Smaller is better. It leaves out the worst 5 %, and, as every distance does, missed and spurious labels."
    ),
    ("HD", "The largest distance between the two outlines, in mm. One stray speck decides it."),
    ("ASSD", "The mean distance between the two outlines, in mm."),
    (
      "NSD",
      "The share of both outlines that lies within the tolerance of the other: 1 is all of it."
    ),
    ("Volume", "In millilitres (ml). A difference of +1 ml means the prediction is 1 ml larger."),
    (
      "Missed, spurious",
      "Missed: only the reference holds the label. Spurious: only the prediction does. Both count as Dice 0."
    ),
    (
      "95 % interval",
      "Where the mean would likely lie if other cases like these had been measured."
    ),
  ]
}
