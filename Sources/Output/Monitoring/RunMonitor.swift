import Files
import Foundation
import Logging
import ModelFiles
package import Training

/// Follows a training with files in its run folder: the log, the progress page and picture, what was reported, and TensorBoard's events.
package final class RunMonitor: TrainingObserver {
  private let name: String
  private let files: RunLayout
  private let writesEvents: Bool
  private let logger: Logger
  private var events: EventFile?
  /// Of the validation under way.
  private var slices: [ValidationSlice] = []
  private static let mostSlices = 3

  /// Begins to write down what is reported.
  ///
  /// - Parameter writesEvents: Whether TensorBoard's event files are written.
  package init(_ folder: RunFolder, writesEvents: Bool) {
    name = folder.url.lastPathComponent
    files = folder.files
    self.writesEvents = writesEvents
    logger = Logger(run: folder.files.messages)
  }

  /// Makes the event file.
  /// - Throws: ``FileError`` where it cannot be written.
  package func trainingStarts() throws {
    if writesEvents { events = try EventFile(in: files.events) }
  }

  package func observe(_ event: TrainingEvent) { logger.write(event) }

  package func caseValidated(_ entry: ValidatedCase) {
    if slices.count < Self.mostSlices { slices.append(ValidationSlice(entry)) }
  }

  /// Writes what there is after an epoch.
  /// - Throws: ``FileError`` where a file other than that of events cannot be written.
  package func epochEnded(_ epoch: EpochReport) throws {
    let slices = slices
    self.slices = []
    // Events are the only file that is appended to: one that fails is left out rather than written late.
    try? events?.write(epoch)
    let log = TrainingLog(classes: epoch.classes, records: epoch.records)
    try AtomicFile.write(log.csv, to: files.log)
    try AtomicFile.write(ProgressChart(log: log).svg, to: files.chart)
    try AtomicFile.write(
      ProgressPage(name: name, log: log, slices: slices, progress: epoch.progress).html,
      to: files.page)
  }
}
