import Foundation

/// A progress bar that appears only when the work turns out to be long.
struct DelayedProgress {
  private var bar: ProgressBar
  private let start = Date()
  private var isShown = false

  init(_ title: String) { bar = ProgressBar(title) }

  /// Shows the state of the work once a second has gone by.
  mutating func update(_ fraction: Double, _ detail: String = "") {
    guard isShown || Date().timeIntervalSince(start) > 1 && fraction < 1 else { return }
    isShown = true
    bar.update(fraction, detail)
  }

  /// Makes room for a line of text where the bar stands.
  func clear() {
    guard isShown, isatty(2) == 1 else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }
}
