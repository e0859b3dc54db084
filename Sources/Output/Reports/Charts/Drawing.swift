/// A figure made of simple shapes, drawn the same on page (SVG) and paper (cairo).
///
/// Positions are in points from the upper left corner.
struct Drawing {
  /// What a shape means; page and paper choose the colours.
  enum Style: String {
    case grid, axis, point, box, middle, reference, prediction, muted
  }

  enum Anchor: String {
    case start, middle, end
  }

  enum Element {
    case line(x1: Double, y1: Double, x2: Double, y2: Double, Style, isDashed: Bool)
    /// A point of a case: its title, and which case it opens.
    case dot(x: Double, y: Double, radius: Double, Style, title: String, caseNumber: Int?)
    case rectangle(x: Double, y: Double, width: Double, height: Double, Style)
    case text(x: Double, y: Double, String, Anchor, Style, isVertical: Bool)
  }

  var width: Double
  var height: Double
  /// For readers who cannot see it.
  var title: String
  var elements: [Element] = []

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: Style, isDashed: Bool = false
  ) {
    elements.append(.line(x1: x1, y1: y1, x2: x2, y2: y2, style, isDashed: isDashed))
  }

  mutating func text(
    _ x: Double, _ y: Double, _ text: String, _ anchor: Anchor = .start, _ style: Style = .axis,
    isVertical: Bool = false
  ) {
    elements.append(.text(x: x, y: y, text, anchor, style, isVertical: isVertical))
  }
}
