public import Foundation
import Synchronization

/// The unfinished files and folders of this process, which it removes when it ends.
public enum TemporaryItems {
  private static let paths = Mutex<Set<String>>([])

  /// Adds a file or folder, before it is made.
  public static func add(_ url: URL) { paths.withLock { _ = $0.insert(url.path) } }

  /// Forgets one that is finished or removed.
  public static func forget(_ url: URL) { paths.withLock { _ = $0.remove(url.path) } }

  /// Removes what is unfinished and ends the process at once.
  public static func removeAndExit(status: Int32) -> Never {
    // The lock is held to the end, so that no further file is started.
    paths.withLock { paths -> Never in
      for path in paths where unlink(path) != 0 {
        try? FileManager.default.removeItem(atPath: path)
      }
      _exit(status)
    }
  }

  /// Makes Ctrl-C and SIGTERM end the process with status 130 or 143 after its temporary files have been removed.
  ///
  /// For work that has nothing to save first.
  public static func removeOnSignals() { _ = SignalSources.shared }

  private final class SignalSources: @unchecked Sendable {
    // Safe because the sources are only touched in init.
    static let shared = SignalSources()
    private let sources: [any DispatchSourceSignal]

    private init() {
      sources = [SIGINT, SIGTERM].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(
          signal: number, queue: DispatchQueue(label: "signals", qos: .userInteractive))
        source.setEventHandler { removeAndExit(status: 128 + number) }
        source.activate()
        return source
      }
    }
  }
}
