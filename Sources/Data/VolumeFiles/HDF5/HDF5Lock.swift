import CHDF5
import Foundation

/// All calls of the library go through one lock: builds of it that are not thread-safe are common.
package enum HDF5Lock {
  // Recursive, because handles are closed where their owners go, inside of a locked call or outside.
  private static let lock: NSRecursiveLock = {
    // The library's own clean-up at exit crashes after a file could not be closed because the disk is full (1.10.8).
    H5dont_atexit()
    return NSRecursiveLock()
  }()

  /// Runs calls of the library that no other thread's calls interrupt and that print nothing.
  package static func locked<Result, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    // Thread-safe builds keep this setting for each thread.
    seg_h5_silence()
    return try body()
  }
}
