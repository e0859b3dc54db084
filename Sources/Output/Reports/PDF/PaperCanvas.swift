import CCairo
import Foundation

/// A PDF of A4 pages that is drawn on from the first page to the last.
///
/// Lengths are in points.
final class PaperCanvas {
  static let width = 595.28
  static let height = 841.89

  enum Colour {
    case ink, quiet, warning, line, point, box, reference, prediction

    fileprivate var rgb: (Double, Double, Double) {
      switch self {
      case .ink: (0.09, 0.13, 0.17)
      case .quiet: (0.34, 0.40, 0.45)
      case .warning: (0.54, 0.29, 0)
      case .line: (0.85, 0.88, 0.91)
      case .point: (0.04, 0.38, 0.66)
      case .box: (0.81, 0.88, 0.94)
      case .reference: (0.34, 0.71, 0.91)
      case .prediction: (0.96, 0.64, 0)
      }
    }
  }

  private let surface: OpaquePointer
  let context: OpaquePointer

  init(_ url: URL) throws {
    guard let surface = cairo_pdf_surface_create(url.path, Self.width, Self.height),
      cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let context = cairo_create(surface)
    else { throw ReportError.drawing("cairo cannot begin a PDF") }
    self.surface = surface
    self.context = context
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  func setTitle(_ title: String) {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "seg")
  }

  func newPage() { cairo_show_page(context) }

  /// - Throws: ``ReportError`` where cairo could not write, such as on a full disk.
  func finish() throws {
    cairo_show_page(context)
    cairo_surface_finish(surface)
    for status in [cairo_status(context), cairo_surface_status(surface)]
    where status != CAIRO_STATUS_SUCCESS {
      throw ReportError.drawing(String(cString: cairo_status_to_string(status)))
    }
  }

  func setColour(_ colour: Colour) {
    let (red, green, blue) = colour.rgb
    cairo_set_source_rgb(context, red, green, blue)
  }

  private func setFont(_ size: Double, isBold: Bool) {
    cairo_select_font_face(
      context, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }

  private func length(_ text: String) -> Double {
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// A line of text on a base line, made smaller where it would leave the page.
  func text(
    _ text: String, x: Double, y: Double, size: Double, isBold: Bool = false,
    anchor: Drawing.Anchor = .start, colour: Colour = .ink, largestWidth: Double? = nil
  ) {
    let text = text.withoutControlCharacters
    setColour(colour)
    setFont(size, isBold: isBold)
    var width = length(text)
    let room = largestWidth ?? (anchor == .start ? Self.width - x - 30 : x - 30)
    if width > room, width > 0 {
      setFont(max(4, size * room / width), isBold: isBold)
      width = length(text)
    }
    let start = anchor == .start ? x : anchor == .end ? x - width : x - width / 2
    cairo_move_to(context, start, y)
    cairo_show_text(context, text)
  }

  /// Text broken into lines.
  /// - Returns: Where the next line would stand.
  func paragraph(
    _ text: String, x: Double, y: Double, width: Double, size: Double, colour: Colour = .ink
  ) -> Double {
    self.text(
      lines: lines(of: text, width: width, size: size), x: x, y: y, width: width, size: size,
      colour: colour)
  }

  /// Lines below each other.
  /// - Returns: Where the next line would stand.
  func text(
    lines: [String], x: Double, y: Double, width: Double, size: Double, colour: Colour
  ) -> Double {
    var y = y
    for line in lines {
      text(line, x: x, y: y, size: size, colour: colour, largestWidth: width)
      y += size * 1.4
    }
    return y
  }

  /// Text broken into lines at its spaces; at least one.
  func lines(of text: String, width: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    setFont(size, isBold: false)
    for word in text.withoutControlCharacters.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if length(longer) > width, !line.isEmpty {
        lines.append(line)
        line = String(word)
      } else {
        line = longer
      }
    }
    return lines + [line]
  }

  /// A table with names in the first column and numbers in the others.
  /// - Returns: Where it ends.
  func table(
    heads: [String], rows: [[String]], x: Double, y: Double, width: Double
  ) -> Double {
    let columns = heads.indices.map { column in rows.compactMap { $0.dropFirst(column).first } }
    let widths = columnWidths(heads: heads, columns: columns, width: width)
    let ends = widths.indices.map { x + widths[...$0].reduce(0, +) }
    let headSize = zip(heads, widths).dropFirst().reduce(9) {
      min($0, size(fitting: [$1.0], in: $1.1 - 8, isBold: true, largest: 9))
    }
    let numberSize = zip(columns, widths).dropFirst().reduce(11) {
      min($0, size(fitting: $1.0, in: $1.1 - 8, isBold: false, largest: 11))
    }
    var y = y
    for (index, cells) in ([heads] + rows).enumerated() {
      for (column, cell) in cells.enumerated() where column < widths.count {
        text(
          cell, x: column == 0 ? x : ends[column], y: y,
          size: index == 0 ? headSize : column == 0 ? 11 : numberSize, isBold: index == 0,
          anchor: column == 0 ? .start : .end, colour: index == 0 ? .quiet : .ink,
          largestWidth: widths[column] - 4)
      }
      line(from: (x, y + 5), to: (x + width, y + 5), colour: .line, width: 0.7)
      y += 17
    }
    return y
  }

  /// Equal but for the first column where everything fits so; else as the texts need.
  private func columnWidths(heads: [String], columns: [[String]], width: Double) -> [Double] {
    let first = width * (heads.count > 6 ? 0.2 : 0.27)
    let others = max(1, Double(heads.count - 1))
    let step = (width - first) / others
    let needed = zip(heads, columns).map { head, cells in
      max(widest([head], size: 9, isBold: true), widest(cells, size: 11, isBold: false)) + 10
    }
    guard needed.dropFirst().contains(where: { $0 > step }) else {
      return [first] + needed.dropFirst().map { _ in step }
    }
    let name = min(first, needed[0])
    let sum = needed.dropFirst().reduce(0, +)
    let spare = max(0, width - name - sum) / others
    let factor = min(1, (width - name) / sum)
    return [name] + needed.dropFirst().map { $0 * factor + spare }
  }

  private func widest(_ texts: [String], size: Double, isBold: Bool) -> Double {
    setFont(size, isBold: isBold)
    return texts.map { length($0.withoutControlCharacters) }.max() ?? 0
  }

  /// The largest font size, down to 4, in which each text fits a width.
  private func size(
    fitting texts: [String], in width: Double, isBold: Bool, largest: Double
  ) -> Double {
    let widest = widest(texts, size: largest, isBold: isBold)
    return widest > width ? max(4, largest * width / widest) : largest
  }

  func line(
    from start: (Double, Double), to end: (Double, Double), colour: Colour, width: Double,
    dashes: [Double] = []
  ) {
    setColour(colour)
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    cairo_move_to(context, start.0, start.1)
    cairo_line_to(context, end.0, end.1)
    cairo_stroke(context)
    cairo_set_dash(context, nil, 0, 0)
  }

  /// The sample line of a legend.
  func stroke(from start: (Double, Double), to end: (Double, Double), _ colour: Colour) {
    line(
      from: start, to: end, colour: colour, width: 2, dashes: colour == .prediction ? [5, 2.5] : [])
  }
}
