import CCairo
import Evaluation
import Foundation

/// `report.pdf`: the summary on one page, the comparison with another method on the next where there
/// is one, then a page a case, worst first, with a further one where a case has very many warnings;
/// vectors and text.
struct PDFReport {
  var content: ReportContent
  var store: PictureStore

  func write(to url: URL) throws {
    let paper = try PaperCanvas(url)
    paper.setTitle(content.configuration.title)
    let warnings = content.cases.map { PaperWarnings($0.flags, on: paper, width: Self.width) }
    let comparison = PaperComparison(content)
    let count = warnings.reduce(1 + comparison.pages.count) { $0 + 1 + $1.further.count }
    var page = 1
    summaryPage(paper)
    footer(paper, page: page, of: count)
    for rows in comparison.pages {
      paper.newPage()
      page += 1
      comparison.draw(rows, on: paper, x: Self.left, width: Self.width)
      footer(paper, page: page, of: count)
    }
    for (entry, warnings) in zip(content.cases, warnings) {
      paper.newPage()
      page += 1
      casePage(paper, entry, warnings, record: try store.record(of: entry.caseID))
      footer(paper, page: page, of: count)
      for lines in warnings.further {
        paper.newPage()
        page += 1
        paper.text("\(entry.caseID), further warnings", x: Self.left, y: 72, size: 20, isBold: true)
        _ = draw(lines, size: warnings.size, on: paper, y: 100)
        footer(paper, page: page, of: count)
      }
    }
    try paper.finish()
  }

  static let left = 48.0
  static let width = PaperCanvas.width - 2 * left

  private func draw(
    _ warnings: [String], size: Double, on paper: PaperCanvas, y: Double
  ) -> Double {
    paper.text(
      lines: warnings, x: Self.left, y: y, width: Self.width, size: size, colour: .warning)
  }

  private func casePage(
    _ paper: PaperCanvas, _ entry: CaseScore, _ warnings: PaperWarnings, record: CaseRecord?
  ) {
    var y = 72.0
    paper.text(entry.caseID, x: Self.left, y: y, size: 20, isBold: true)
    y = paper.paragraph(
      content.sentence(of: entry), x: Self.left, y: y + 24, width: Self.width, size: 12)
    y = draw(warnings.first, size: warnings.size, on: paper, y: y + 4) + 6
    let labels = entry.labels.filter { $0.status != .absent }
    if let pictures = record?.pictures {
      let tables = Double(labels.count * 17 + (record?.files.count ?? 0) * 10) + 120
      y = views(
        paper, pictures, y: y, room: PaperCanvas.height - y - tables,
        hasReference: entry.referenceFile != nil)
    }
    y += 12
    let room = max(1, Int((PaperCanvas.height - y - 120) / 17))
    let hasReference = entry.referenceFile != nil
    let hasRange = !content.configuration.volumeRanges.isEmpty
    y = paper.table(
      heads: hasReference
        ? [
          "Label", "Dice", "HD95 (mm)", "HD (mm)", "Reference (ml)", "Prediction (ml)",
          "In \(content.referenceRangeTitle)",
        ]
        : ["Label", "Volume (ml)", "Separate parts"] + (hasRange ? ["In training data (ml)"] : []),
      rows: labels.prefix(room).map { label in
        hasReference
          ? [
            label.name, Numbers.ratio(label.dice), Numbers.distance(label[.hausdorff95]),
            Numbers.distance(label[.hausdorff]), Numbers.volume(label.referenceInMillilitres),
            Numbers.volume(label.predictionInMillilitres),
            content.referenceRangeText(of: label.label),
          ]
          : [
            label.name, Numbers.volume(label.predictionInMillilitres),
            label.predictionComponents.map(String.init) ?? Numbers.undefined,
          ] + (hasRange ? [content.referenceRangeText(of: label.label)] : [])
      }, x: Self.left, y: y, width: Self.width)
    y = more(paper, labels.count - room, "labels", y: y) + 16
    for file in record?.files ?? [] {
      paper.text(
        "\(file.role): \(file.name)" + (file.checksum.map { "  \($0)" } ?? ""),
        x: Self.left, y: y, size: 7, colour: .quiet)
      y += 10
    }
  }

  /// Large in two columns with legend and remarks in the fourth place where there is room for that
  /// above the table, else three in a row.
  private func views(
    _ paper: PaperCanvas, _ pictures: CasePictures, y: Double, room: Double, hasReference: Bool
  ) -> Double {
    let gap = 10.0
    let columns = room >= 300 ? 2 : 3
    let side = (Self.width - Double(columns - 1) * gap) / Double(columns)
    let height = min(
      columns == 2 ? min(190, (room - 66) / 2) : side * 1.25,
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
    let keys: [(String, PaperCanvas.Colour)] =
      (hasReference ? [("Reference", .reference)] : []) + [("Prediction", .prediction)]
    for (index, (name, colour)) in keys.enumerated() {
      let left = left + Double(index) * 100
      paper.stroke(from: (left, key - 3), to: (left + 24, key - 3), colour)
      paper.text(name, x: left + 30, y: key, size: 10)
    }
    let remarks =
      ([ReportContent.convention]
      + [pictures.window.map { "Grey: the scan, \($0)." } ?? "Grey areas are the labels."]
      + pictures.notes).joined(separator: " ")
    let end = paper.paragraph(
      remarks, x: left, y: key + (columns == 2 ? 24 : 18),
      width: columns == 2 ? side - 12 : Self.width, size: 9.5, colour: .quiet)
    return columns == 2 ? max(end, y + 2 * (height + 26) + 4) : end
  }

  private func footer(_ paper: PaperCanvas, page: Int, of count: Int) {
    let model = content.configuration.model ?? "not stated"
    let parts =
      [content.disclaimer, "model: \(model)", content.provenance[1].1, content.date]
      .compactMap { $0 }
    paper.text(
      parts.joined(separator: "  ·  "), x: Self.left, y: PaperCanvas.height - 36, size: 8.5,
      colour: .quiet)
    paper.text(
      "\(page) / \(count)", x: PaperCanvas.width - Self.left,
      y: PaperCanvas.height - 36, size: 8.5, anchor: .end, colour: .quiet)
  }
}
