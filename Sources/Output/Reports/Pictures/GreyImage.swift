import CCairo
public import Foundation

/// A greyscale picture of 8 bits, rows from the top.
public struct GreyImage: Sendable, Hashable {
  public var width: Int
  public var height: Int
  /// `width * height` values, 0 black.
  public var pixels: [UInt8]

  /// - Precondition: `pixels` holds `width * height` values.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height)
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The picture as a PNG file.
  /// - Throws: ``ReportError`` where cairo cannot make it.
  public func png() throws -> Data {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let target = cairo_image_surface_get_data(surface)
    else { throw ReportError.drawing("no picture of \(width) x \(height) pixels") }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<height {
      for column in 0..<width { target[row * stride + column] = pixels[row * width + column] }
    }
    cairo_surface_mark_dirty(surface)
    return try PNG.data(of: surface)
  }
}
