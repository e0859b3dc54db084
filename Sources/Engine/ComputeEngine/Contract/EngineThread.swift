import Foundation

/// Where a backend's work runs in asynchronous code.
public enum EngineThread {
  /// Runs work on a thread of its own: a backend's threads belong to the thread that calls it.
  public static func run<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        continuation.resume(with: Swift.Result { try body() })
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
  }
}
