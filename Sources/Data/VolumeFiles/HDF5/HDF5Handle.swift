import CHDF5
import Files
import Foundation

/// Owns an object of the library and closes it.
final class HDF5Handle {
  let id: hid_t
  private let close: (hid_t) -> herr_t

  /// Takes over what a call returned.
  /// - Parameters:
  ///   - failure: What to say where the call failed; the library's own reason is added.
  ///   - kind: The kind of failure.
  init(
    _ id: hid_t, close: @escaping (hid_t) -> herr_t, file: URL, kind: FailureKind = .badData,
    _ failure: @autoclosure () -> String
  ) throws(VolumeFileError) {
    guard id >= 0 else { throw HDF5Handle.error(file, kind, failure()) }
    self.id = id
    self.close = close
  }

  deinit { HDF5Lock.locked { _ = close(id) } }

  /// An error with what the library says about the call that failed last.
  static func error(_ file: URL, _ kind: FailureKind, _ message: String) -> VolumeFileError {
    let reason = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text -> String in
      seg_h5_last_error(text.baseAddress)
      return text.baseAddress.map { inOneLine(String(cString: $0)) } ?? ""
    }
    return VolumeFileError(
      kind, reason.isEmpty ? message : "\(message) (HDF5: \(reason))", url: file)
  }

  /// The library's message; where it wraps one of the operating system in much detail, that one alone.
  private static func inOneLine(_ message: String) -> String {
    if let quoted = message.range(of: "error message = '") {
      return String(message[quoted.upperBound...].prefix { $0 != "'" })
    }
    return String(message.map { $0.isNewline ? " " : $0 })
  }

  /// Throws where a call failed.
  static func check(
    _ status: herr_t, file: URL, kind: FailureKind = .badData, _ failure: @autoclosure () -> String
  ) throws(VolumeFileError) {
    guard status >= 0 else { throw error(file, kind, failure()) }
  }
}
