import Foundation
import Synchronization

/// Notes that the user or the system wants the program to end (Ctrl-C, SIGTERM), so that a step can be finished and saved first.
///
/// A second signal ends the program at once.
public final class StopSignal: @unchecked Sendable {
  // Safe because the sources are only touched in init and deinit.
  private let isSet = Mutex(false)
  private let sources: [any DispatchSourceSignal]

  public init() {
    sources = [SIGINT, SIGTERM].map {
      signal($0, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: $0, queue: .global())
    }
    for source in sources {
      source.setEventHandler { [weak self] in
        let wasSet = self?.isSet.withLock { isSet in
          defer { isSet = true }
          return isSet
        }
        if wasSet == true { exit(130) }
      }
      source.activate()
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }

  public var isRequested: Bool { isSet.withLock { $0 } }
}
