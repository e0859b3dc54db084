import Evaluation

extension PDFReport {
  /// The summary: sentences, then tables and figures as far as there is room.
  func summaryPage(_ paper: PaperCanvas) {
    var y = 72.0
    paper.text(content.configuration.title, x: Self.left, y: y, size: 22, isBold: true)
    y += 20
    paper.text(
      content.date + (content.disclaimer.map { "  ·  " + $0 } ?? ""), x: Self.left, y: y, size: 10,
      colour: .quiet)
    y += 28
    for (index, sentence) in content.sentences.enumerated() {
      y = paper.paragraph(
        sentence, x: Self.left, y: y, width: Self.width, size: index == 0 ? 14 : 11.5)
      y += index == 0 ? 8 : 5
    }
    y = problems(paper, y: y) + 14
    if content.hasReferences {
      y = labelTable(paper, y: y) + 16
      drawFigures(paper, y: y)
    } else {
      predictionTables(paper, y: y)
    }
  }

  /// The first cases that could not be measured.
  /// - Returns: Where the next thing would stand.
  private func problems(_ paper: PaperCanvas, y: Double) -> Double {
    var y = y
    for problem in content.summary.problems.prefix(5) {
      y = paper.paragraph(
        "Not measured: \(content.reason(of: problem))", x: Self.left, y: y + 2, width: Self.width,
        size: 9.5,
        colour: .warning)
    }
    if content.summary.problems.count > 5 {
      y = paper.paragraph(
        "and \(content.summary.problems.count - 5) more, see report.html", x: Self.left, y: y + 2,
        width: Self.width, size: 9.5, colour: .warning)
    }
    return y
  }

  /// The means of each label, with failures counted in a row of its own.
  /// - Returns: Where the next thing would stand.
  private func labelTable(_ paper: PaperCanvas, y: Double) -> Double {
    let shown = content.labels.prefix(
      content.labels.count { $0.hasFailures } + content.labels.count > 14 ? 7 : 14)
    let end = paper.table(
      heads: ["Label", "Found", "Dice", "HD95 (mm)", "HD (mm)", "Volume error (ml)"],
      rows: shown.flatMap { label in
        let present = label.statusCounts[.present] ?? 0
        let missed = label.statusCounts[.missed] ?? 0
        let counted = [
          "\(label.name), counting failures", "",
          Numbers.ratio(label.penalised[.dice]?.mean),
          Numbers.distance(label.penalised[.hausdorff95]?.mean),
          Numbers.distance(label.penalised[.hausdorff]?.mean), "",
        ]
        let row = [
          label.name, "\(present) of \(present + missed)",
          Numbers.ratio(label.distributions[.dice]?.mean),
          Numbers.distance(label.distributions[.hausdorff95]?.mean),
          Numbers.distance(label.distributions[.hausdorff]?.mean),
          Numbers.difference(label.volumes?.bias),
        ]
        return label.hasFailures ? [row, counted] : [row]
      }, x: Self.left, y: y, width: Self.width)
    return more(paper, content.labels.count - shown.count, "labels", y: end)
  }

  /// Dice of every case, and the volumes of the first label, where there is room for them.
  private func drawFigures(_ paper: PaperCanvas, y: Double) {
    var y = y
    let figures = Figures(content: content)
    if let dice = figures.dice() {
      // With room for the volumes below it; where that leaves too little, without.
      let scales = [250.0, 90].map { below in
        min(Self.width / dice.width, (PaperCanvas.height - y - below) / dice.height)
      }
      if let scale = scales.first(where: { $0 > 0.4 }) {
        paper.draw(dice, x: Self.left, y: y, scale: scale)
        y += dice.height * scale + 12
      }
    }
    guard let label = content.labels.first(where: { ($0.statusCounts[.present] ?? 0) > 1 }) else {
      return
    }
    let drawings = [figures.volumes(of: label), figures.agreement(of: label)].compactMap { $0 }
    let scale = min(0.52, (PaperCanvas.height - y - 90) / 340)
    guard scale > 0.3, !drawings.isEmpty else { return }
    paper.text("Volumes of \(label.name)", x: Self.left, y: y + 6, size: 11, isBold: true)
    for (index, drawing) in drawings.enumerated() {
      paper.draw(
        drawing, x: Self.left + Double(index) * (Self.width / 2 + 6), y: y + 14, scale: scale)
    }
  }

  /// The volumes of all labels and the cases, those with most warnings first.
  private func predictionTables(_ paper: PaperCanvas, y: Double) {
    let volumes = content.predictedVolumes
    let end = PaperCanvas.height - 84
    let shownLabels = min(volumes.count, max(5, Int((end - y) / 34)))
    var y = paper.table(
      heads: content.predictedVolumesTitles,
      rows: volumes.prefix(shownLabels).map(content.cells), x: Self.left, y: y, width: Self.width)
    y = more(paper, volumes.count - shownLabels, "labels", y: y) + 20
    let cases = content.cases.enumerated().sorted {
      ($1.element.flags.count, $0.offset) < ($0.element.flags.count, $1.offset)
    }.map(\.element)
    let shownCases = min(cases.count, max(0, Int((end - y) / 17) - 1))
    guard shownCases > 0 else { return }
    y = paper.table(
      heads: ["Case", "Labels", "Volume of all labels (ml)", "Warnings"],
      rows: cases.prefix(shownCases).map { entry in
        let labels = entry.labels.filter { !$0.isGroup && $0.counts.prediction > 0 }
        return [
          entry.caseID, "\(labels.count)",
          Numbers.volume(labels.reduce(0) { $0 + $1.predictionInMillilitres }),
          "\(entry.flags.count)",
        ]
      }, x: Self.left, y: y, width: Self.width)
    _ = more(paper, cases.count - shownCases, "cases", y: y)
  }

  /// Says what a table had no room for.
  /// - Returns: Where the next thing would stand.
  func more(_ paper: PaperCanvas, _ count: Int, _ what: String, y: Double) -> Double {
    guard count > 0 else { return y }
    paper.text(
      "and \(count) more \(what): report.html has them all", x: Self.left, y: y + 12, size: 10,
      colour: .quiet)
    return y + 16
  }
}
