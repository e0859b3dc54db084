import CCairo
import Evaluation
import Foundation

/// `report.pdf`: the summary on one page, then a page a case, worst first; vectors and text.
struct PDFReport {
  var content: ReportContent
  var store: PictureStore

  func write(to url: URL) throws {
    let paper = try PaperCanvas(url)
    paper.setTitle(content.configuration.title)
    summaryPage(paper)
    for (index, entry) in content.cases.enumerated() {
      paper.newPage()
      let record = try store.record(of: entry.caseID)
      casePage(paper, entry, record: record)
      footer(paper, page: index + 2)
    }
    try paper.finish()
  }

  private static let left = 48.0
  private static let width = PaperCanvas.width - 2 * left

  private func summaryPage(_ paper: PaperCanvas) {
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
    for problem in content.summary.problems.prefix(5) {
      y = paper.paragraph(
        "Not measured: \(content.reason(of: problem))", x: Self.left, y: y + 2, width: Self.width, size: 9.5,
        colour: .warning)
    }
    if content.summary.problems.count > 5 {
      y = paper.paragraph(
        "and \(content.summary.problems.count - 5) more, see report.html", x: Self.left, y: y + 2,
        width: Self.width, size: 9.5, colour: .warning)
    }
    y += 14
    if content.hasReferences {
      let shown = content.labels.prefix(
        content.labels.count { $0.hasFailures } + content.labels.count > 14 ? 7 : 14)
      y = paper.table(
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
      if content.labels.count > shown.count {
        paper.text(
          "and \(content.labels.count - shown.count) more labels: report.html has them all",
          x: Self.left, y: y + 12, size: 10, colour: .quiet)
        y += 16
      }
      y += 16
      let charts = Charts(content: content)
      if let dice = charts.dice() {
        let scale = min(Self.width / dice.width, (PaperCanvas.height - y - 250) / dice.height)
        if scale > 0.3 {
          paper.draw(dice, x: Self.left, y: y, scale: scale)
          y += dice.height * scale + 12
        }
      }
      if let label = content.labels.first(where: { ($0.statusCounts[.present] ?? 0) > 1 }) {
        let drawings = [charts.volumes(of: label), charts.agreement(of: label)].compactMap { $0 }
        let scale = min(0.52, (PaperCanvas.height - y - 90) / 340)
        if scale > 0.3, !drawings.isEmpty {
          paper.text("Volumes of \(label.name)", x: Self.left, y: y + 6, size: 11, isBold: true)
          for (index, drawing) in drawings.enumerated() {
            paper.draw(
              drawing, x: Self.left + Double(index) * (Self.width / 2 + 6), y: y + 14, scale: scale)
          }
        }
      }
    }
    footer(paper, page: 1)
  }

  private func casePage(_ paper: PaperCanvas, _ entry: CaseScore, record: CaseRecord?) {
    var y = 72.0
    paper.text(entry.caseID, x: Self.left, y: y, size: 20, isBold: true)
    y = paper.paragraph(
      content.sentence(of: entry), x: Self.left, y: y + 24, width: Self.width, size: 12)
    for flag in entry.flags.prefix(5) {
      y = paper.paragraph(
        "Warning: \(flag.reason).", x: Self.left, y: y + 4, width: Self.width, size: 11,
        colour: .warning)
    }
    if entry.flags.count > 5 {
      y = paper.paragraph(
        "and \(entry.flags.count - 5) more warnings", x: Self.left, y: y + 4, width: Self.width,
        size: 11, colour: .warning)
    }
    y += 10
    if let pictures = record?.pictures {
      let isLarge = entry.labels.count <= 10 && entry.flags.count <= 3
      y = views(paper, pictures, y: y, columns: isLarge ? 2 : 3)
      y = paper.paragraph(
        ([ReportContent.convention]
          + [pictures.window.map { "Grey: the scan, \($0)." } ?? "Grey areas are the labels."]
          + pictures.notes).joined(separator: " "), x: Self.left, y: y, width: Self.width, size: 9.5,
        colour: .quiet)
    }
    y += 12
    let labels = entry.labels.filter { $0.status != .absent }
    let room = max(1, Int((PaperCanvas.height - y - 120) / 17))
    let hasReference = entry.referenceFile != nil
    y = paper.table(
      heads: hasReference
        ? ["Label", "Dice", "HD95 (mm)", "HD (mm)", "Reference (ml)", "Prediction (ml)"]
        : ["Label", "Volume (ml)"],
      rows: labels.prefix(room).map { label in
        hasReference
          ? [
            label.name, Numbers.ratio(label.dice), Numbers.distance(label[.hausdorff95]),
            Numbers.distance(label[.hausdorff]), Numbers.volume(label.referenceInMillilitres),
            Numbers.volume(label.predictionInMillilitres),
          ] : [label.name, Numbers.volume(label.predictionInMillilitres)]
      }, x: Self.left, y: y, width: Self.width)
    if labels.count > room {
      paper.text(
        "and \(labels.count - room) more labels: report.html has them all", x: Self.left, y: y + 12,
        size: 10, colour: .quiet)
      y += 14
    }
    y += 16
    for file in record?.files ?? [] {
      paper.text(
        "\(file.role): \(file.name)" + (file.checksum.map { "  \($0)" } ?? ""),
        x: Self.left, y: y, size: 7, colour: .quiet)
      y += 10
    }
  }

  /// Three in a row, or large in two columns with the legend in the fourth place.
  private func views(
    _ paper: PaperCanvas, _ pictures: CasePictures, y: Double, columns: Int
  ) -> Double {
    let gap = 10.0
    let side = (Self.width - Double(columns - 1) * gap) / Double(columns)
    let height = min(
      columns == 2 ? 190 : side * 1.25,
      pictures.views.map { side * $0.heightInMillimetres / max(0.001, $0.widthInMillimetres) }
        .max() ?? side)
    for (index, view) in pictures.views.enumerated() {
      let x = Self.left + Double(index % columns) * (side + gap)
      let y = y + Double(index / columns) * (height + 26)
      paper.draw(view, x: x, y: y, width: side, height: height)
      paper.text(
        "\(view.plane.title), slice \(view.number) of \(view.count)", x: x, y: y + height + 13,
        size: 10, colour: .quiet)
    }
    let left = columns == 2 ? Self.left + side + gap + 12 : Self.left
    let key = columns == 2 ? y + height + 26 + 24 : y + height + 30
    paper.stroke(from: (left, key - 3), to: (left + 24, key - 3), .reference)
    paper.text("Reference", x: left + 30, y: key, size: 10)
    paper.stroke(from: (left + 100, key - 3), to: (left + 124, key - 3), .prediction)
    paper.text("Prediction", x: left + 130, y: key, size: 10)
    return columns == 2 ? y + 2 * (height + 26) + 14 : key + 18
  }

  private func footer(_ paper: PaperCanvas, page: Int) {
    let model = content.configuration.model ?? "not stated"
    let parts =
      [content.disclaimer, "model: \(model)", content.provenance[1].1, content.date]
      .compactMap { $0 }
    paper.text(
      parts.joined(separator: "  ·  "), x: Self.left, y: PaperCanvas.height - 36, size: 8.5,
      colour: .quiet)
    paper.text(
      "\(page) / \(content.cases.count + 1)", x: PaperCanvas.width - Self.left,
      y: PaperCanvas.height - 36, size: 8.5, anchor: .end, colour: .quiet)
  }
}
