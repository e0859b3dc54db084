import Files
import Foundation
import Synchronization

/// Notes that the user or the system wants the program to end (Ctrl-C, SIGTERM), so that a step can be finished and saved first.
///
/// A second signal ends the program at once.
package final class StopSignal: @unchecked Sendable {
  // Safe because the sources are only touched in init and deinit.
  private let received = Mutex<Int32?>(nil)
  private let sources: [any DispatchSourceSignal]
  private static let numbers = [SIGINT, SIGTERM]

  package init() {
    sources = Self.numbers.map {
      signal($0, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: $0, queue: .global())
    }
    for (source, number) in zip(sources, Self.numbers) {
      source.setEventHandler { [weak self] in
        let earlier = self?.received.withLock { received in
          defer { received = number }
          return received
        }
        if earlier != nil {
          TemporaryItems.removeAndExit(status: 128 + number)
        }
      }
      source.activate()
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in Self.numbers { signal(number, SIG_DFL) }
  }

  package var isRequested: Bool { received.withLock { $0 != nil } }

  /// The exit status of a program that a signal ended: 130 for Ctrl-C, 143 for SIGTERM, 0 without a signal.
  package var exitStatus: Int32 { received.withLock { $0.map { 128 + $0 } ?? 0 } }
}
