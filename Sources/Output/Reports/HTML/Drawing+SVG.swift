extension Drawing {
  /// The figure as SVG; colours come from the page's style sheet.
  var svg: String {
    var svg =
      "<svg class=\"chart\" viewBox=\"0 0 \(short(width)) \(short(height))\" role=\"img\" aria-label=\"\(HTML.escaped(title))\">"
    for element in elements {
      switch element {
      case .line(let x1, let y1, let x2, let y2, let style, let isDashed):
        svg +=
          "<line class=\"\(style.rawValue)\(isDashed ? " dashed" : "")\" x1=\"\(short(x1))\" y1=\"\(short(y1))\" x2=\"\(short(x2))\" y2=\"\(short(y2))\"/>"
      case .dot(let x, let y, let radius, let style, let title, let caseNumber):
        let circle =
          "<circle class=\"\(style.rawValue)\" cx=\"\(short(x))\" cy=\"\(short(y))\" r=\"\(short(radius))\"><title>\(HTML.escaped(title))</title></circle>"
        svg +=
          caseNumber.map { "<a href=\"#case-\($0)\" tabindex=\"-1\">\(circle)</a>" } ?? circle
      case .rectangle(let x, let y, let width, let height, let style):
        svg +=
          "<rect class=\"\(style.rawValue)\" x=\"\(short(x))\" y=\"\(short(y))\" width=\"\(short(width))\" height=\"\(short(height))\"/>"
      case .text(let x, let y, let text, let anchor, let style, let isVertical):
        let turn = isVertical ? " transform=\"rotate(-90 \(short(x)) \(short(y)))\"" : ""
        svg +=
          "<text class=\"\(style.rawValue)\" x=\"\(short(x))\" y=\"\(short(y))\" text-anchor=\"\(anchor.rawValue)\"\(turn)>\(HTML.escaped(text))</text>"
      }
    }
    return svg + "</svg>"
  }

  private func short(_ value: Double) -> String {
    let rounded = (value * 10).rounded() / 10
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
