import Evaluation
import Files
public import Foundation
public import QualityControl
public import Volumes

/// The report of predictions without references: volumes, pictures, and reasons to look at a case twice.
public final class PredictionReport {
  private let evaluator: CaseEvaluator
  private let writer: ReportWriter
  private let folder: URL
  private let channel: String?
  private let labelNames: [Int: String]
  private let training: TrainingData
  private var scores: [CaseScore] = []
  private var problems: [CaseProblem] = []

  /// - Parameters:
  ///   - folder: For report.html, report.pdf, cases.csv and summary.json; made where it is missing.
  ///   - labelNames: By the labels' values in files.
  ///   - channel: The name of the first channel, such as "CT".
  /// - Throws: `FileError` where the folder cannot be written.
  public init(
    _ configuration: ReportConfiguration, folder: URL, labelNames: [Int: String],
    channel: String? = nil, training: TrainingData, threads: Int
  ) throws {
    try AtomicFile.makeFolder(folder)
    self.folder = folder
    self.channel = channel
    self.labelNames = labelNames
    self.training = training
    evaluator = CaseEvaluator(
      settings: EvaluationSettings(labelNames: labelNames), threads: threads)
    var configuration = configuration
    configuration.volumeRanges = training.volumeRanges
    writer = try ReportWriter(configuration, folder: folder)
  }

  /// Measures and draws a case, and forgets its volumes.
  /// - Parameters:
  ///   - inputs: The files of the scan, one a channel.
  ///   - confidence: The mean probability of the predicted labels, 0 to 1.
  /// - Throws: errors of drawing, and where the disk is full.
  public func add(
    caseID: String, image: Volume, inputs: [URL], prediction: LabelMap, predictionFile: URL,
    confidence: Double?
  ) throws {
    var score = try evaluator.score(
      caseID: caseID, prediction: prediction, predictionFile: predictionFile.path, reference: nil)
    score.flags += training.flags(of: prediction, image: image, labelNames: labelNames)
    if let confidence {
      score.flags +=
        ConfidenceRule.flag(of: confidence, heldOut: training.heldOutConfidences).map { [$0] } ?? []
    }
    scores.append(score)
    try writer.add(
      EvaluatedCase(
        score: score, prediction: prediction, reference: nil, image: image, imageFiles: inputs,
        channel: channel))
  }

  /// Notes a case that could not be predicted.
  public func add(problem message: String, caseID: String) {
    problems.append(CaseProblem(caseID: caseID, kind: .unreadable, message: message))
  }

  /// Writes the report.
  /// - Returns: Its files.
  /// - Throws: errors of files.
  public func finish() throws -> [URL] {
    let summary = try EvaluationSummary(
      settings: evaluator.settings, cases: scores, problems: problems, threads: evaluator.threads)
    let table = folder.appendingPathComponent("cases.csv")
    let numbers = folder.appendingPathComponent("summary.json")
    try AtomicFile.write(CasesTable.text(of: scores, settings: evaluator.settings), to: table)
    try AtomicFile.write(summary.json(), to: numbers)
    return try writer.finish(summary) + [table, numbers]
  }
}
