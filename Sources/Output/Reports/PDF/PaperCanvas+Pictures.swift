import CCairo
import Foundation

extension PaperCanvas {
  /// A figure with its upper left corner at a place.
  func draw(_ drawing: Drawing, x: Double, y: Double, scale: Double) {
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, x, y)
    cairo_scale(context, scale, scale)
    for element in drawing.elements {
      switch element {
      case .line(let x1, let y1, let x2, let y2, let style, let isDashed):
        line(
          from: (x1, y1), to: (x2, y2), colour: Self.colour(style),
          width: style == .middle ? 1.8 : 1, dashes: isDashed ? [6, 5] : [])
      case .dot(let x, let y, let radius, let style, _, _):
        setColour(Self.colour(style))
        cairo_arc(context, x, y, radius, 0, 2 * .pi)
        cairo_fill(context)
      case .rectangle(let x, let y, let width, let height, let style):
        setColour(Self.colour(style))
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
      case .text(let x, let y, let label, let anchor, _, let isVertical):
        cairo_save(context)
        cairo_translate(context, x, y)
        if isVertical { cairo_rotate(context, -.pi / 2) }
        text(label, x: 0, y: 0, size: 13, anchor: anchor, colour: .quiet, largestWidth: 400)
        cairo_restore(context)
      }
    }
  }

  private static func colour(_ style: Drawing.Style) -> Colour {
    switch style {
    case .grid: .line
    case .axis, .muted: .quiet
    case .point: .point
    case .box: .box
    case .middle: .ink
    case .reference: .reference
    case .prediction: .prediction
    }
  }

  /// A slice with its outlines and marks, in the middle of a black frame.
  func draw(_ picture: SlicePicture, x: Double, y: Double, width: Double, height: Double) {
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_rectangle(context, x, y, width, height)
    cairo_clip(context)
    cairo_set_source_rgb(context, 0, 0, 0)
    cairo_paint(context)
    let scale = min(
      width / max(0.001, picture.widthInMillimetres),
      height / max(0.001, picture.heightInMillimetres))
    let (w, h) = (picture.widthInMillimetres * scale, picture.heightInMillimetres * scale)
    let (left, top) = (x + (width - w) / 2, y + (height - h) / 2)
    paint(picture.png, x: left, y: top, width: w, height: h)
    let step = (w / Double(2 * picture.columns), h / Double(2 * picture.rows))
    for (data, colour) in [
      (picture.reference, Colour.reference), (picture.prediction, .prediction),
    ] {
      trace(data, x: left, y: top, step: step)
      setColour(colour)
      cairo_set_line_width(context, colour == .reference ? 1.5 : 1)
      cairo_set_dash(context, [4, 2], colour == .reference ? 0 : 2, 0)
      cairo_stroke(context)
    }
    cairo_set_dash(context, nil, 0, 0)
    mark(picture.plane.marks, left: left, top: top, width: w, height: h)
  }

  private func mark(
    _ marks: (left: String, right: String, top: String, bottom: String), left: Double, top: Double,
    width: Double, height: Double
  ) {
    // The convention ends before the mark in the middle of the lower edge.
    let small = min(7, max(2, (width / 2 - 14) / 7))
    // Where each text has its middle, or where the convention begins.
    for (text, x, y, size, part) in [
      (marks.left, left + 8, top + height / 2 + 4, 10.0, 0.5),
      (marks.right, left + width - 8, top + height / 2 + 4, 10, 0.5),
      (marks.top, left + width / 2, top + 12, 10, 0.5),
      (marks.bottom, left + width / 2, top + height - 5, 10, 0.5),
      (SlicePlane.convention, left + 4, top + height - 5, small, 0),
    ] {
      cairo_select_font_face(
        context, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD)
      cairo_set_font_size(context, size)
      var extents = cairo_text_extents_t()
      cairo_text_extents(context, text, &extents)
      // A dark outline, then the letters themselves, which stay text that can be searched for.
      cairo_move_to(context, x - part * extents.x_advance, y)
      cairo_text_path(context, text)
      cairo_set_source_rgb(context, 0, 0, 0)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_set_line_width(context, size * 0.28)
      cairo_stroke(context)
      cairo_set_source_rgb(context, 1, 1, 1)
      cairo_move_to(context, x - part * extents.x_advance, y)
      cairo_show_text(context, text)
    }
  }

  /// Adds path data of ``Contour/pathData`` to the path.
  private func trace(_ data: String, x: Double, y: Double, step: (Double, Double)) {
    for loop in data.split(separator: "M") {
      let numbers = loop.replacing("-", with: " -").split { " lz".contains($0) }
        .compactMap { Double($0) }
      guard numbers.count >= 2 else { continue }
      var (column, row) = (numbers[0], numbers[1])
      cairo_move_to(context, x + column * step.0, y + row * step.1)
      for index in stride(from: 2, to: numbers.count - 1, by: 2) {
        column += numbers[index]
        row += numbers[index + 1]
        cairo_line_to(context, x + column * step.0, y + row * step.1)
      }
      cairo_close_path(context)
    }
  }

  private func paint(_ png: Data, x: Double, y: Double, width: Double, height: Double) {
    let source = ByteSource(bytes: [UInt8](png))
    let image = cairo_image_surface_create_from_png_stream(
      { closure, target, count in
        guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
        return Unmanaged<ByteSource>.fromOpaque(closure).takeUnretainedValue()
          .read(into: target, count: Int(count))
          ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
      }, Unmanaged.passUnretained(source).toOpaque())
    defer { cairo_surface_destroy(image) }
    guard cairo_surface_status(image) == CAIRO_STATUS_SUCCESS else { return }
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(
      context, width / Double(cairo_image_surface_get_width(image)),
      height / Double(cairo_image_surface_get_height(image)))
    cairo_set_source_surface(context, image, 0, 0)
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    cairo_rectangle(
      context, 0, 0, Double(cairo_image_surface_get_width(image)),
      Double(cairo_image_surface_get_height(image)))
    cairo_fill(context)
    cairo_restore(context)
  }

  private final class ByteSource {
    private let bytes: [UInt8]
    private var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
      guard count <= bytes.count - place else { return false }
      for index in 0..<count { target[index] = bytes[place + index] }
      place += count
      return true
    }
  }
}
