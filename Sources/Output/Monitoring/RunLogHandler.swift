import Foundation
import Logging
import Training

/// Appends what a training reports to `training.log` in its folder, a line each with the time: what is left when the terminal is gone.
struct RunLogHandler: LogHandler {
  var logLevel = Logger.Level.debug
  var metadata: Logger.Metadata = [:]
  private let file: FileHandle?

  /// Without effect where the file cannot be written: a training does not end for its log.
  init(_ url: URL) {
    if !FileManager.default.fileExists(atPath: url.path) {
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    }
    file = try? FileHandle(forWritingTo: url)
    _ = try? file?.seekToEnd()
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let text = "\(Date().formatted(.iso8601)) \(event.level) \(event.message)\n"
    try? file?.write(contentsOf: Data(text.utf8))
  }
}

extension Logger {
  /// A logger for one run folder.
  init(run file: URL) { self.init(label: "seg.training") { _ in RunLogHandler(file) } }

  /// Writes an event down, but for single steps and progress.
  func write(_ event: TrainingEvent) {
    switch event {
    case .preparing, .step: break
    case .started(let summary):
      info(
        "training on \(summary.cases), patch \(summary.patch), batch \(summary.batch), \(summary.parameters) parameters, \(summary.precision), \(summary.peakByteCount >> 20) MB"
      )
    case .epoch(let record):
      info(
        "epoch \(record.epoch), step \(record.step), loss \(record.loss), learning rate \(record.learningRate), mean Dice \(record.meanDice.map { "\($0)" } ?? "unknown")"
      )
    case .note(let text): notice("\(text)")
    case .detail(let text): debug("\(text)")
    }
  }
}
