import CCairo
import Foundation

/// PNG files of cairo's surfaces.
enum PNG {
  /// - Throws: ``ReportError`` where cairo cannot make it.
  static func data(of surface: OpaquePointer?) throws -> Data {
    let sink = Sink()
    let status = cairo_surface_write_to_png_stream(
      surface,
      { closure, bytes, count in
        guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
          .data.append(bytes, count: Int(count))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(sink).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else {
      throw ReportError.drawing(String(cString: cairo_status_to_string(status)))
    }
    return sink.data
  }

  private final class Sink {
    var data = Data()
  }
}
