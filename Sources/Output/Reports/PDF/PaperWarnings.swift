import QualityControl

/// The warnings of a case in lines of text: those on its page, and those that it has no room for.
struct PaperWarnings {
  /// Smaller where there are many.
  let size: Double
  /// The lines on the page of the case.
  let first: [String]
  /// The lines of each further page.
  let further: [[String]]

  init(_ flags: [QualityFlag], on paper: PaperCanvas, width: Double) {
    func paragraphs(_ size: Double) -> [[String]] {
      flags.map { paper.lines(of: "Warning: \($0.reason).", width: width, size: size) }
    }
    let large = paragraphs(11)
    guard large.joined().count > 8 else {
      (size, first, further) = (11, Array(large.joined()), [])
      return
    }
    size = 9
    var pages: [[String]] = [[]]
    for paragraph in paragraphs(size) {
      let room = pages.count == 1 ? 16 : 50
      if pages[pages.count - 1].count + paragraph.count > room { pages.append([]) }
      pages[pages.count - 1] += paragraph
    }
    further = Array(pages.dropFirst())
    first = pages[0] + (further.isEmpty ? [] : ["More warnings are on the next page."])
  }
}
