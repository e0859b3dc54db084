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
  /// - Throws: ``ReportError``; `FileError` where the disk is full.
  public func add(_ evaluated: EvaluatedCase) throws {
    try store.add(
      CaseRecord(pictures: try painter.pictures(of: evaluated), files: files(of: evaluated)),
      of: evaluated.score.caseID)
  }

  private func files(of evaluated: EvaluatedCase) -> [InputFile] {
    let score = evaluated.score
    var files = evaluated.imageFiles.map { file("Scan", $0) }
    files.append(file("Prediction", URL(fileURLWithPath: score.predictionFile)))
    guard let reference = score.referenceFile else { return files }
    guard let checksum = evaluated.referenceChecksum else {
      return files + [file("Reference", URL(fileURLWithPath: reference))]
    }
    let dataset = reference.components(separatedBy: ":/cases/")[0]
    files.append(
      InputFile(
        role: evaluated.image == nil ? "Reference" : "Reference and scan",
        name: "\(URL(fileURLWithPath: dataset).lastPathComponent), case \(score.caseID)",
        checksum: configuration.statesChecksums ? "CRC-32 of the voxels \(checksum)" : nil))
    return files
  }

  private func file(_ role: String, _ url: URL) -> InputFile {
    InputFile(
      role: role, name: url.lastPathComponent,
      checksum: configuration.statesChecksums ? SHA256.of(file: url).map { "SHA-256 \($0)" } : nil)
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
