import Foundation

/// Pieces of a page.
enum HTML {
  /// Text with the characters replaced that mean something to HTML; control characters left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result += " "
      default:
        if scalar.value >= 32 && scalar.value != 127 { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// Running text, escaped, in which numbers are not separated from their units by line breaks.
  static func sentence(_ text: String) -> String {
    ["%", "mm", "ml"].reduce(escaped(text)) {
      $0.replacing(" \($1)", with: "\u{00A0}\($1)")
    }
  }

  /// A table cell of a number, with the value to sort by.
  static func cell(_ text: String, sortedBy value: Double?, class name: String = "") -> String {
    "<td class=\"n \(name)\" data-v=\"\(value.map { "\($0)" } ?? "")\">\(escaped(text))</td>"
  }

  /// The head of a table whose columns sort when clicked.
  static func head(_ titles: [(String, isNumber: Bool)], isSortable: Bool = true) -> String {
    let cells = titles.map { title in
      let text = escaped(title.0)
      return "<th scope=\"col\"\(title.isNumber ? " class=\"n\"" : "")>"
        + (isSortable ? "<button type=\"button\">\(text)</button>" : text) + "</th>"
    }
    return "<thead><tr>\(cells.joined())</tr></thead>"
  }

  /// A slice with its outlines and marks.
  static func picture(_ picture: SlicePicture, class name: String = "") -> String {
    let (w, h) = (picture.widthInMillimetres, picture.heightInMillimetres)
    let marks = picture.plane.marks
    let size = max(w, h) / 15
    // The convention ends before the mark in the middle of the lower edge.
    let small = max(size * 0.2, min(size * 0.62, (w / 2 - size) / 7))
    func mark(_ letter: String, _ x: Double, _ y: Double) -> String {
      "<text class=\"mark\" x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" text-anchor=\"middle\">\(letter)</text>"
    }
    func path(_ data: String, _ role: String) -> String {
      data.isEmpty ? "" : "<path class=\"\(role)\" d=\"\(data)\"/>"
    }
    let scale =
      "scale(\(number(w / Double(2 * picture.columns))) \(number(h / Double(2 * picture.rows))))"
    return
      "<svg class=\"slice \(name)\" viewBox=\"0 0 \(number(w)) \(number(h))\" role=\"img\" aria-label=\"\(escaped(picture.alternativeText))\" style=\"aspect-ratio:\(number(w))/\(number(h))\">"
      + "<image width=\"\(number(w))\" height=\"\(number(h))\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,\(picture.png.base64EncodedString())\"/>"
      + "<g transform=\"\(scale)\">\(path(picture.reference, "ref"))\(path(picture.prediction, "pred"))</g>"
      + mark(marks.left, size * 0.6, h / 2 + size / 3)
      + mark(marks.right, w - size * 0.6, h / 2 + size / 3) + mark(marks.top, w / 2, size)
      + mark(marks.bottom, w / 2, h - size * 0.35)
      + "<text class=\"mark\" x=\"\(number(size * 0.3))\" y=\"\(number(h - size * 0.35))\" font-size=\"\(number(small))\">\(SlicePlane.convention)</text></svg>"
  }

  static func number(_ value: Double) -> String {
    let text = String(format: "%.4f", value)
    let trimmed = text.reversed().drop { $0 == "0" }
    return String((trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
  }
}
