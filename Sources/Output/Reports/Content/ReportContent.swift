import Evaluation
import Files
import Foundation
import Volumes

/// What page and paper both say: the numbers in their order, and words for them.
struct ReportContent {
  var configuration: ReportConfiguration
  var summary: EvaluationSummary
  /// Worst first.
  var cases: [CaseScore]

  init(configuration: ReportConfiguration, summary: EvaluationSummary) {
    self.configuration = configuration
    self.summary = summary
    cases = summary.worstFirst
  }

  var hasReferences: Bool { cases.contains { $0.referenceFile != nil } }

  /// Labels with anything to say: held by a reference or a prediction.
  var labels: [LabelSummary] { summary.labels }

  var date: String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_GB")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "d MMMM yyyy, HH:mm 'UTC'"
    return formatter.string(from: configuration.date)
  }

  static let warning = "Not for diagnostic use"
  var disclaimer: String? { configuration.isForDiagnosticUse ? nil : Self.warning }

  static let convention =
    "Radiological convention: axial and coronal pictures show the patient's right on the left."

  /// Model, versions, date, sources: a pair of name and value a line.
  var provenance: [(String, String)] {
    var lines = [("Made", date), ("Software", "seg \(SoftwareVersion.current)")]
    lines.append(("Model", configuration.model ?? "not stated"))
    lines.append(("Predictions", URL(fileURLWithPath: configuration.predictions).lastPathComponent))
    if let references = configuration.references {
      lines.append(("References", URL(fileURLWithPath: references).lastPathComponent))
    }
    if hasReferences { lines.append(("Surface", summary.settings.surface.explanation)) }
    return lines
  }

  /// Why a case could not be measured, without the folders of its files: their names may say who the
  /// patient is.
  func reason(of problem: CaseProblem) -> String {
    let places =
      configuration.predictions.components(separatedBy: ", ")
      + [configuration.references].compactMap { $0 }
    return places.flatMap { [URL(fileURLWithPath: $0).path, $0] }.filter { $0.count > 1 }
      .reduce(problem.message) { text, place in
        let folder = URL(fileURLWithPath: place).deletingLastPathComponent().relativePath
        return [place, folder].filter { $0.contains("/") && $0 != "/" }
          .reduce(text) { $0.replacing($1 + "/", with: "") }
      }
  }

  /// Where the label's volumes lie in the model's training data, or else in the references of all
  /// cases, in ml.
  func referenceRange(of label: String) -> ClosedRange<Double>? {
    if !configuration.volumeRanges.isEmpty {
      return configuration.volumeRanges.first { "\($0.label)" == label }.flatMap {
        $0.smallestMillilitres <= $0.largestMillilitres
          ? $0.smallestMillilitres...$0.largestMillilitres : nil
      }
    }
    let volumes = cases.compactMap { entry in
      entry.labels.first { $0.label == label }?.referenceInMillilitres
    }.filter { $0 > 0 }
    guard let least = volumes.min(), let most = volumes.max() else { return nil }
    return least...most
  }

  /// What ``referenceRange(of:)`` spans.
  var referenceRangeTitle: String {
    configuration.volumeRanges.isEmpty ? "all references" : "training data"
  }

  /// The ends of the label's reference range in ml, as text.
  func referenceRangeText(of label: String) -> String {
    referenceRange(of: label).map {
      "\(Numbers.volume($0.lowerBound)) to \(Numbers.volume($0.upperBound))"
    } ?? Numbers.undefined
  }

  func name(of label: Int) -> String {
    label == 0
      ? "background"
      : summary.settings.labelNames[label]
        ?? summary.labels.first { $0.label == "\(label)" }?.name ?? "label \(label)"
  }

  /// The worst value over labels of a distance, with the label's name.
  static func worst(_ metric: Metric, of entry: CaseScore) -> (value: Double, name: String)? {
    entry.labels.filter { !$0.isGroup }.compactMap { label in
      label[metric].map { ($0, label.name) }
    }.max { $0.0 < $1.0 }
  }

  /// The largest difference of volumes in ml by its amount, with the label's name.
  static func largestVolumeDifference(of entry: CaseScore) -> (value: Double, name: String)? {
    entry.labels.filter { !$0.isGroup }.compactMap { label in
      label.referenceInMillilitres.map { (label.predictionInMillilitres - $0, label.name) }
    }.max { abs($0.0) < abs($1.0) }
  }
}
