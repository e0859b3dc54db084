import CHDF5
import Foundation
import Synchronization

/// All calls of the library go through one lock: builds of it that are not thread-safe are common.
enum HDF5Lock {
  private static let mutex = Mutex(false)

  static func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    try mutex.withLock { isSilent in
      if !isSilent {
        seg_h5_silence()
        isSilent = true
      }
      return try body()
    }
  }
}

/// Owns an object of the library and closes it. Used only inside ``HDF5Lock``.
final class HDF5Handle {
  let id: hid_t
  private let close: (hid_t) -> herr_t

  /// Takes over what a call returned.
  /// - Parameter failure: What to say where the call failed; the library's own reason is added.
  init(
    _ id: hid_t, close: @escaping (hid_t) -> herr_t, file: URL, _ failure: @autoclosure () -> String
  ) throws(VolumeFileError) {
    guard id >= 0 else { throw HDF5Handle.error(file, failure()) }
    self.id = id
    self.close = close
  }

  deinit { _ = close(id) }

  static func error(_ file: URL, _ message: String) -> VolumeFileError {
    let reason = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text -> String in
      seg_h5_last_error(text.baseAddress)
      return text.baseAddress.map { String(cString: $0) } ?? ""
    }
    return .badData(file, reason.isEmpty ? message : "\(message) (HDF5: \(reason))")
  }

  static func check(_ status: herr_t, file: URL, _ failure: @autoclosure () -> String)
    throws(VolumeFileError)
  {
    guard status >= 0 else { throw error(file, failure()) }
  }
}
