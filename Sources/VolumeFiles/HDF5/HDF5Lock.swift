import CHDF5
import Foundation

/// All calls of the library go through one lock: builds of it that are not thread-safe are common.
enum HDF5Lock {
  // Recursive, because handles are closed where their owners go, inside of a locked call or outside.
  private static let lock = NSRecursiveLock()

  /// Runs calls of the library that no other thread's calls interrupt and that print nothing.
  static func locked<Result, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    // Thread-safe builds keep this setting for each thread.
    seg_h5_silence()
    return try body()
  }
}
