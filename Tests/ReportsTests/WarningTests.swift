import Evaluation
import Foundation
import QualityControl
import Reports
import TestSupport
import Testing
import Volumes

/// Each rule that can be broken by a prediction, from voxels to the page.
@Suite struct WarningTests {
  enum Breach: CaseIterable {
    case border, distant, empty, unknown, volume
  }

  @Test(arguments: Breach.allCases)
  func aBrokenRuleIsOnThePageWithItsReason(breach: Breach) throws {
    var sample = SampleCase()
    var settings = EvaluationSettings(labelNames: [1: "Box"])
    let title: String
    let rule: QualityRule
    switch breach {
    case .border:
      sample.prediction.0 = 4..<16
      (title, rule) = ("Reaches the edge of the scan", .touchesBorder)
    case .distant:
      sample.extent = Extent(40, 20, 16)
      (title, rule) = ("Part far away", .distantComponent)
    case .empty:
      sample.prediction.0 = 0..<0
      (title, rule) = ("Nothing found", .emptyPrediction)
    case .unknown:
      settings.labelNames = [2: "Other"]
      (title, rule) = ("Unknown label", .unknownLabel)
    case .volume:
      sample.prediction = (5..<6, 5..<6, 3..<4)
      (title, rule) = ("Unusual volume", .volumeOutsideRange)
    }
    try withTemporaryFolder { folder in
      let writer = try ReportWriter(.init(predictions: "pred"), folder: folder)
      var cases = [try evaluated(sample, breach: breach, settings: settings)]
      if breach == .volume {
        for number in 1...5 { cases.append(try SampleCase().evaluated("good \(number)")) }
      }
      for item in cases { try writer.add(item) }
      let summary = try SampleCase.summary(cases, settings: settings)
      let flags = try #require(summary.cases.first { $0.caseID == "bad" }).flags
      #expect(flags.map(\.rule) == [rule])
      let files = try writer.finish(summary)
      let html = try String(contentsOf: files[0], encoding: .utf8)
      #expect(html.contains("<span class=\"chip\">\(title)</span>"))
      #expect(html.contains("1 case has warnings."))
      let reason = try #require(flags.first).reason
      #expect(html.contains(reason.dropFirst().replacing("'", with: "&#39;")))
    }
  }

  @Test func aSoundCaseHasNoWarningAndEveryRuleIsExplained() throws {
    try withTemporaryFolder { folder in
      let writer = try ReportWriter(.init(predictions: "pred"), folder: folder)
      let item = try SampleCase().evaluated("good")
      try writer.add(item)
      let files = try writer.finish(try SampleCase.summary([item]))
      let html = try String(contentsOf: files[0], encoding: .utf8)
      #expect(!html.contains("class=\"chip\"") && !html.contains("class=\"flags\""))
      let rules = try #require(html.range(of: "Rules behind the warnings"))
      #expect(
        html[rules.upperBound...].prefix(3000).matches(of: /<dt>/).count
          >= QualityRule.allCases.count)
    }
  }

  private func evaluated(
    _ sample: SampleCase, breach: Breach, settings: EvaluationSettings
  ) throws -> EvaluatedCase {
    var evaluated = try sample.evaluated("bad", settings: settings)
    guard breach == .distant else { return evaluated }
    // A second part 3 mm x 25 planes above the first.
    for z in 32..<36 {
      for y in 5..<12 {
        for x in 5..<10 { evaluated.prediction.voxels[sample.extent.offset(z, y, x)] = 1 }
      }
    }
    evaluated.score = try CaseEvaluator(settings: settings, threads: 1).score(
      caseID: "bad", prediction: evaluated.prediction, predictionFile: "bad.nii.gz",
      reference: evaluated.reference, referenceFile: "bad.nii.gz")
    return evaluated
  }
}
