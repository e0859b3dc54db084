/// The pages that compare two methods, label by label.
struct PaperComparison {
  private static let rowsPerPage = 34
  private let table: ComparisonTable?
  /// The rows of each page; none where there is no other method.
  let pages: [[ComparisonTable.Row]]

  init(_ content: ReportContent) {
    table = content.comparisonTable
    let rows = table?.rows ?? []
    pages = stride(from: 0, to: rows.count, by: Self.rowsPerPage).map {
      Array(rows[$0..<min($0 + Self.rowsPerPage, rows.count)])
    }
  }

  func draw(_ rows: [ComparisonTable.Row], on paper: PaperCanvas, x: Double, width: Double) {
    guard let table else { return }
    paper.text("Compared with \(table.otherName)", x: x, y: 72, size: 20, isBold: true)
    let y = paper.paragraph(table.explanation, x: x, y: 98, width: width, size: 10, colour: .quiet)
    _ = paper.table(
      heads: [
        "Label", "Metric", table.name, table.otherName, "Difference", "95 % interval",
        "Better / equal / worse", "p",
      ],
      rows: rows.map {
        [
          $0.label, $0.metric, $0.mean, $0.otherMean, $0.difference, $0.interval, $0.counts,
          $0.pValue,
        ]
      }, x: x, y: y + 16, width: width)
  }
}
