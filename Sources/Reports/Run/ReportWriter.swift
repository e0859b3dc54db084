public import Evaluation
import Files
public import Foundation

/// Writes `report.html` and `report.pdf` of an evaluation.
///
/// Cases are added one by one while their volumes are in memory; only compressed pictures are kept,
/// on disk.
public final class ReportWriter {
  private let configuration: ReportConfiguration
  private let folder: URL
  private let store: PictureStore
  private let painter: CasePainter

  /// - Parameter folder: Exists; the report goes there.
  /// - Throws: `FileError` where the folder cannot be written.
  public init(_ configuration: ReportConfiguration, folder: URL) throws {
    self.configuration = configuration
    self.folder = folder
    store = try PictureStore(in: folder)
    painter = CasePainter(window: configuration.window)
  }

  /// Draws a case and forgets its volumes.
  /// - Parameter inputs: The files of the scan.
  /// - Throws: ``ReportError``; `FileError` where the disk is full.
  public func add(_ evaluated: EvaluatedCase, inputs: [URL] = []) throws {
    var files: [InputFile] = []
    let named =
      inputs.map { ("Scan", $0.path) } + [
        ("Prediction", evaluated.score.predictionFile),
        ("Reference", evaluated.score.referenceFile ?? ""),
      ]
    for (role, path) in named where !path.isEmpty {
      let url = URL(fileURLWithPath: path)
      files.append(
        InputFile(
          role: role, name: url.lastPathComponent,
          checksum: configuration.statesChecksums ? SHA256.of(file: url) : nil))
    }
    try store.add(
      CaseRecord(pictures: try painter.pictures(of: evaluated), files: files),
      of: evaluated.score.caseID)
  }

  /// Writes the report of all cases.
  /// - Returns: The files written.
  /// - Throws: `FileError`, ``ReportError``.
  @discardableResult
  public func finish(_ summary: EvaluationSummary) throws -> [URL] {
    let content = ReportContent(configuration: configuration, summary: summary)
    let page = folder.appendingPathComponent("report.html")
    try AtomicFile.write(to: page) { temporary in
      try HTMLReport(content: content, store: store).write(to: temporary, named: page)
    }
    let paper = folder.appendingPathComponent("report.pdf")
    try AtomicFile.write(to: paper) { temporary in
      try PDFReport(content: content, store: store).write(to: temporary)
    }
    return [page, paper]
  }
}
