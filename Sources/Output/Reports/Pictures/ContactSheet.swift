import CCairo
public import Foundation

/// Small pictures with the outlines of their labels and a caption each, in titled rows.
public struct ContactSheet: Sendable {
  public struct Picture: Sendable {
    public var image: GreyImage
    /// One for each pixel, 0 for none.
    public var labels: [UInt16]
    public var caption: String

    /// - Precondition: As many labels as pixels.
    public init(image: GreyImage, labels: [UInt16], caption: String) {
      precondition(labels.count == image.pixels.count)
      self.image = image
      self.labels = labels
      self.caption = caption
    }
  }

  public struct Row: Sendable {
    public var title: String
    public var pictures: [Picture]
    /// How much higher a pixel is than wide.
    public var pixelAspect: Double

    public init(title: String, pictures: [Picture], pixelAspect: Double = 1) {
      self.title = title
      self.pictures = pictures
      self.pixelAspect = pixelAspect
    }
  }

  public var title: String
  public var rows: [Row]
  /// Width and height of the space for each picture, in pixels.
  public var side = 170.0

  public init(title: String, rows: [Row]) {
    self.title = title
    self.rows = rows
  }

  private static let margin = 12.0
  private static let head = 34.0
  private static let rowTitle = 20.0
  private static let captionLines = 3
  private static let lineHeight = 13.0
  private static let colours: [(Double, Double, Double)] = [
    (0.96, 0.64, 0), (0.34, 0.71, 0.91), (0.2, 0.8, 0.55), (0.94, 0.45, 0.6), (0.95, 0.9, 0.3),
    (0.75, 0.55, 0.95),
  ]

  private var rowHeight: Double {
    Self.rowTitle + side + Self.lineHeight * Double(Self.captionLines) + Self.margin
  }

  /// The sheet as a PNG file.
  /// - Throws: ``ReportError`` where cairo cannot draw it.
  public func png() throws -> Data {
    let columns = Double(rows.map(\.pictures.count).max() ?? 0)
    let width = Self.margin + max(2, columns) * (side + Self.margin)
    let height = Self.head + Double(rows.count) * rowHeight + Self.margin
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface)
    else { throw ReportError.drawing("no picture of \(Int(width)) x \(Int(height)) pixels") }
    defer { cairo_destroy(context) }
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    write(title, context, x: Self.margin, y: 22, size: 15, isBold: true)
    for (index, row) in rows.enumerated() {
      let top = Self.head + Double(index) * rowHeight
      write(row.title, context, x: Self.margin, y: top + 14, size: 12, isBold: true)
      for (column, picture) in row.pictures.enumerated() {
        let left = Self.margin + Double(column) * (side + Self.margin)
        try draw(picture, row.pixelAspect, context, x: left, y: top + Self.rowTitle)
      }
    }
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS else {
      throw ReportError.drawing(String(cString: cairo_status_to_string(cairo_status(context))))
    }
    return try PNG.data(of: surface)
  }

  private func draw(
    _ picture: Picture, _ aspect: Double, _ context: OpaquePointer, x: Double, y: Double
  ) throws {
    let image = picture.image
    let scale = min(side / Double(image.width), side / (Double(image.height) * aspect))
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(context, scale, scale * aspect)
    let pixels = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(image.width), Int32(image.height))
    defer { cairo_surface_destroy(pixels) }
    guard let bytes = cairo_image_surface_get_data(pixels) else {
      throw ReportError.drawing("no picture of \(image.width) x \(image.height) pixels")
    }
    let stride = Int(cairo_image_surface_get_stride(pixels))
    for row in 0..<image.height {
      for column in 0..<image.width {
        for colour in 0..<3 {
          bytes[row * stride + column * 4 + colour] = image.pixels[row * image.width + column]
        }
      }
    }
    cairo_surface_mark_dirty(pixels)
    cairo_set_source_surface(context, pixels, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    cairo_rectangle(context, 0, 0, Double(image.width), Double(image.height))
    cairo_fill(context)
    for label in Set(picture.labels).sorted() where label != 0 {
      outline(picture, label, context)
      cairo_save(context)
      cairo_identity_matrix(context)
      let (red, green, blue) = Self.colours[(Int(label) - 1) % Self.colours.count]
      cairo_set_source_rgb(context, red, green, blue)
      cairo_set_line_width(context, 1.3)
      cairo_stroke(context)
      cairo_restore(context)
    }
    cairo_restore(context)
    caption(
      picture.caption, context, x: x,
      y: y + Double(image.height) * aspect * scale + Self.lineHeight)
  }

  private func outline(_ picture: Picture, _ label: UInt16, _ context: OpaquePointer) {
    let contour = Contour(
      labels: picture.labels.map { $0 == label ? label : 0 }, width: picture.image.width,
      height: picture.image.height)
    for loop in contour.loops {
      for (index, point) in loop.enumerated() {
        let (x, y) = (Double(point.x) / 2, Double(point.y) / 2)
        if index == 0 { cairo_move_to(context, x, y) } else { cairo_line_to(context, x, y) }
      }
      cairo_close_path(context)
    }
  }

  /// A few lines under a picture.
  private func caption(_ text: String, _ context: OpaquePointer, x: Double, y: Double) {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if length(longer, context, size: 11) > side, !line.isEmpty {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = longer
      }
    }
    if lines.count > Self.captionLines { lines[Self.captionLines - 1] += " ..." }
    for (index, line) in lines.prefix(Self.captionLines).enumerated() {
      write(line, context, x: x, y: y + Double(index) * Self.lineHeight, size: 11)
    }
  }

  private func length(_ text: String, _ context: OpaquePointer, size: Double) -> Double {
    setFont(context, size: size, isBold: false)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  private func setFont(_ context: OpaquePointer, size: Double, isBold: Bool) {
    cairo_select_font_face(
      context, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }

  private func write(
    _ text: String, _ context: OpaquePointer, x: Double, y: Double, size: Double,
    isBold: Bool = false
  ) {
    setFont(context, size: size, isBold: isBold)
    cairo_set_source_rgb(context, 0.09, 0.13, 0.17)
    cairo_move_to(context, x, y)
    cairo_show_text(context, text.withoutControlCharacters)
  }
}
