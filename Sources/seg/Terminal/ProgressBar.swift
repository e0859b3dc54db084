import Foundation

/// A line that shows how far long work is: redrawn in place on a terminal, a plain line now and then otherwise.
///
/// Written to stderr, so that stdout holds results alone.
struct ProgressBar {
  private let title: String
  private let start = Date()
  private let isTerminal = isatty(2) == 1
  private var lastShown = Date.distantPast

  init(_ title: String) { self.title = title }

  /// Shows the state of the work if it is time to.
  /// - Parameters:
  ///   - fraction: How much is done, 0 to 1.
  ///   - detail: What else to say, such as the current loss.
  mutating func update(_ fraction: Double, _ detail: String = "") {
    let now = Date()
    let isDone = fraction >= 1
    guard isDone || now.timeIntervalSince(lastShown) >= (isTerminal ? 0.2 : 30) else { return }
    lastShown = now
    let elapsed = now.timeIntervalSince(start)
    let remaining = fraction > 0 && !isDone ? elapsed / fraction - elapsed : 0
    let percent = Int((min(1, fraction) * 100).rounded(.down))
    let time = isDone ? Self.clock(elapsed) : "\(Self.clock(remaining)) left"
    if isTerminal {
      let filled = Int(min(1, fraction) * 24)
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
      write("\r\u{1B}[K\(title) \(bar) \(percent)%  \(detail)  \(time)\(isDone ? "\n" : "")")
    } else {
      write("\(title) \(percent)%  \(detail)  \(time)\n")
    }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// Seconds as "1:05" or "2:03:05".
  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.isFinite ? max(0, seconds.rounded()) : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return whole >= 3600
      ? "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
      : "\(whole / 60):\(two(whole % 60))"
  }
}
