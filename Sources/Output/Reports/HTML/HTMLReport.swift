import Evaluation
import Files
import Foundation

/// `report.html`: one file that needs no network.
///
/// Cases lie in `noscript` elements: inert text where scripts run, so that the page opens at once
/// however many there are and a case is built when it is opened; sections to scroll or jump to
/// where they do not.
struct HTMLReport {
  var content: ReportContent
  var store: PictureStore
  /// How many of the worst cases have a picture on the first page.
  private static let cards = 6

  func write(to temporary: URL, named destination: URL) throws {
    guard FileManager.default.createFile(atPath: temporary.path, contents: nil),
      let handle = try? FileHandle(forWritingTo: temporary)
    else { throw FileError("cannot write", path: destination.path) }
    defer { try? handle.close() }
    func put(_ text: String) throws {
      do {
        try handle.write(contentsOf: Data(text.utf8))
      } catch {
        throw FileError("cannot write; is the disk full?", path: destination.path)
      }
    }
    let overview = PageOverview(content: content)
    try put(head)
    try put("<div id=\"overview\">\n")
    try put(overview.opening)
    if content.hasReferences || content.cases.count <= Self.cards {
      try put(try cards())
    }
    try put(overview.closing)
    try put("</div>\n<main id=\"case-view\" hidden></main>\n")
    let budget = content.configuration.sliceBudget / max(1, content.cases.count)
    for (index, entry) in content.cases.enumerated() {
      let record = try store.record(of: entry.caseID)
      let page = PageOfCase(content: content, entry: entry, number: index + 1)
      try put(
        "<noscript id=\"data-\(index + 1)\">" + page.html(record: record, sliceBudget: budget)
          + "</noscript>\n")
    }
    try put("<script>\n\(PageScript.javascript)\n</script>\n</body>\n</html>\n")
  }

  private var head: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <link rel="icon" href="data:,">
    <title>\(HTML.escaped(content.configuration.title))</title>
    <style>
    \(PageStyle.css)
    </style>
    </head>
    <body>

    """
  }

  /// The worst cases with a picture each.
  private func cards() throws -> String {
    var html = ""
    for (index, entry) in content.cases.prefix(Self.cards).enumerated() {
      guard let record = try store.record(of: entry.caseID),
        let picture = record.pictures.views.first
      else { continue }
      html +=
        "<a class=\"card\" href=\"#case-\(index + 1)\"><div class=\"frame\">\(HTML.picture(picture))</div>"
        + "<strong>\(HTML.escaped(entry.caseID))</strong><span class=\"quiet\">"
        + (entry.meanDice.map { "Dice \(Numbers.ratio($0))" } ?? "no reference")
        + "</span></a>\n"
    }
    guard !html.isEmpty else { return "" }
    let title =
      content.cases.count > Self.cards
      ? "Look at these first" : content.hasReferences ? "The cases, worst first" : "The cases"
    return """
      <section aria-labelledby="h-first"><h2 id="h-first">\(title)</h2>
      <p class="quiet">\(content.hasReferences
        ? "Each picture is the axial slice with the largest disagreement. Solid blue: reference. Dashed orange: prediction."
        : "Dashed orange: prediction.") \(ReportContent.convention)</p>
      <div class="cards">\(html)</div></section>

      """
  }
}
