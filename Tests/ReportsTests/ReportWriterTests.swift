import Evaluation
import Foundation
import Reports
import TestSupport
import Testing
import Volumes

struct ReportWriterTests {
  /// Two overlapping boxes in an anisotropic volume; the second case is missed.
  private func cases(named names: [String]) throws -> [EvaluatedCase] {
    let extent = Extent(12, 20, 24)
    let geometry = Geometry(extent: extent, spacing: Spacing(3, 1, 1))
    func box(_ x: Range<Int>) -> LabelMap {
      var voxels = [UInt16](repeating: 0, count: extent.count)
      for z in 3..<8 {
        for y in 5..<15 {
          for column in x { voxels[extent.offset(z, y, column)] = 1 }
        }
      }
      return LabelMap(geometry: geometry, voxels: voxels)
    }
    let settings = EvaluationSettings(labelNames: [1: "left <lobe> & rest"], bootstrapSamples: 50)
    let evaluator = CaseEvaluator(settings: settings, threads: 1)
    return try names.enumerated().map { index, name in
      let (prediction, reference) = (index == 0 ? box(6..<16) : box(0..<0), box(8..<18))
      let score = try evaluator.score(
        caseID: name, prediction: prediction, predictionFile: "", reference: reference)
      let image = Volume(
        geometry: geometry, channels: 1,
        voxels: (0..<extent.count).map { Float($0 % 97) })
      return EvaluatedCase(score: score, prediction: prediction, reference: reference, image: image)
    }
  }

  private func write(_ names: [String], to folder: URL) throws -> (String, EvaluationSummary) {
    let evaluated = try cases(named: names)
    let writer = try ReportWriter(
      ReportConfiguration(predictions: "predictions", references: "references"), folder: folder)
    for entry in evaluated { try writer.add(entry) }
    let summary = try EvaluationSummary(
      settings: EvaluationSettings(labelNames: [1: "left <lobe> & rest"], bootstrapSamples: 50),
      cases: evaluated.map(\.score), problems: [])
    try writer.finish(summary)
    return (
      try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8), summary
    )
  }

  @Test func pageIsSelfContainedAndEscapesNames() throws {
    try withTemporaryFolder { folder in
      let (html, summary) = try write(["case<script>1", "second"], to: folder)
      #expect(html.contains("case&lt;script&gt;1") && !html.contains("case<script>1"))
      #expect(!html.contains("left <lobe>"))
      #expect(html.range(of: #"(src|href)=["']https?:"#, options: .regularExpression) == nil)
      #expect(html.range(of: #"url\(["']?https?:"#, options: .regularExpression) == nil)
      #expect(html.contains("data:image/png;base64,"))
      #expect(html.contains("Not for diagnostic use"))
      let ids = html.matches(of: try Regex(#"\sid="([^"]+)""#)).map { String(html[$0.range]) }
      #expect(Set(ids).count == ids.count)
      // (2 * 400) / (500 + 500), and 0 for the missed case.
      #expect(summary.cases[0].meanDice == 0.8)
      #expect(html.contains("0.800") && html.contains("0.400"))
    }
  }

  @Test func nothingButTheReportIsLeft() throws {
    try withTemporaryFolder { folder in
      _ = try write(["a", "b"], to: folder)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(left == ["report.html", "report.pdf"])
    }
  }

  static let pdftotext = "/usr/bin/pdftotext"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: pdftotext)))
  func paperHasAPageForEveryCaseAndItsText() throws {
    try withTemporaryFolder { folder in
      _ = try write(["alpha", "beta"], to: folder)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.pdftotext)
      process.arguments = [folder.appendingPathComponent("report.pdf").path, "-"]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      let pages = text.split(separator: "\u{0C}")
      #expect(pages.filter { !$0.allSatisfy(\.isWhitespace) }.count == 3)
      #expect(text.contains("alpha") && text.contains("beta") && text.contains("0.800"))
      #expect(text.contains("Not for diagnostic use"))
    }
  }
}
