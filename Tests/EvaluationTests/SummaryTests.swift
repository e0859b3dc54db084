import Evaluation
import Foundation
import QualityControl
import Testing
import Volumes

@Suite struct SummaryTests {
  private static let extent = Extent(10, 12, 14)

  /// Five cases of two labels; the second is missed once, invented once and absent once.
  private func cases() throws -> [CaseScore] {
    let settings = EvaluationSettings(
      tolerances: [1, 2], groups: [LabelGroup(name: "both", labels: [1, 7])],
      labelNames: [1: "one", 7: "seven"])
    let evaluator = CaseEvaluator(settings: settings, threads: 1)
    return try (0..<5).map { number in
      var reference = LabelMapBuilder(Self.extent).box(1, 1..<4, 1..<8, 1..<(8 + number))
      var prediction = LabelMapBuilder(Self.extent).box(1, 1..<4, 1..<8, 2..<(8 + number))
      if number != 2 && number != 3 { reference = reference.box(7, 6..<9, 2..<6, 2..<6) }
      if number != 1 && number != 3 { prediction = prediction.box(7, 6..<9, 2..<6, 2..<7) }
      return try evaluator.score(
        caseID: "case\(number)", prediction: prediction.map, predictionFile: "p\(number)",
        reference: reference.map, referenceFile: "r\(number)")
    }
  }

  private func summary() throws -> EvaluationSummary {
    try EvaluationSummary(
      settings: EvaluationSettings(
        tolerances: [1, 2], groups: [LabelGroup(name: "both", labels: [1, 7])]),
      cases: cases().reversed(),
      problems: [CaseProblem(caseID: "x", kind: .unreadable, message: "x: broken")], threads: 2)
  }

  @Test func countsEveryCaseOnce() throws {
    let label = try #require(try summary().labels.first { $0.label == "7" })
    #expect(label.statusCounts[.present] == 2)
    #expect(label.statusCounts[.missed] == 1)
    #expect(label.statusCounts[.spurious] == 1)
    #expect(label.statusCounts[.absent] == 1)
    #expect(label.distributions[.dice]?.count == 4)
    #expect(label.distributions[.hausdorff95]?.count == 2)
    #expect(label.volumes?.count == 4)
  }

  @Test func penalisedRowNeverLooksBetter() throws {
    let summary = try summary()
    let label = try #require(summary.labels.first { $0.label == "7" })
    let plain = try #require(label.distributions[.hausdorff95]?.mean)
    let penalised = try #require(label.penalised[.hausdorff95])
    let diagonal = try #require(summary.cases.first).diagonal
    #expect(isClose(diagonal, (100.0 + 144 + 196).squareRoot()))
    #expect(penalised.count == 4)
    #expect(isClose(penalised.mean, (2 * plain + 2 * diagonal) / 4))
    #expect(penalised.maximum == diagonal)
    #expect(label.penalised[.dice]?.minimum == 0)
    #expect((label.penalised[.dice]?.mean ?? 1) <= (label.distributions[.dice]?.mean ?? 0))
  }

  @Test func meanIsOverLabelsWithoutGroups() throws {
    let summary = try summary()
    #expect(summary.labels.map(\.label) == ["1", "7", "both"])
    let means = summary.labels.filter { !$0.isGroup }.compactMap { $0.distributions[.dice]?.mean }
    #expect(means.count == 2)
    #expect(isClose(summary.mean[.dice], (means[0] + means[1]) / 2))
    let caseMeans = summary.cases.compactMap(\.meanDice)
    #expect(summary.overall[.dice]?.count == 5)
    #expect(isClose(summary.overall[.dice]?.mean, caseMeans.reduce(0, +) / 5))
    #expect(summary.penalisedOverall[.hausdorff]?.count == 5)
    #expect(summary.notes.count == 1)
  }

  @Test func jsonKeepsTheContract() throws {
    let data = try summary().json()
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cases = try #require(root["cases"] as? [[String: Any]])
    #expect(cases.map { $0["case"] as? String } == (0..<5).map { "case\($0)" })
    let missed = try #require((cases[1]["labels"] as? [String: [String: Any]])?["7"])
    for key in [
      "name", "dice", "iou", "hd95_mm", "hd_mm", "assd_mm", "nsd", "reference_ml",
      "prediction_ml", "tp", "fp", "fn",
    ] {
      #expect(missed[key] != nil, "\(key)")
    }
    #expect(missed["dice"] as? Double == 0 && missed["iou"] as? Double == 0)
    #expect(missed["hd95_mm"] is NSNull && missed["hd_mm"] is NSNull && missed["assd_mm"] is NSNull)
    #expect(missed["status"] as? String == "missed" && missed["name"] as? String == "seven")
    let absent = try #require((cases[3]["labels"] as? [String: [String: Any]])?["7"])
    #expect(absent["dice"] is NSNull && absent["iou"] is NSNull && absent["nsd"] is NSNull)

    let labels = try #require(root["labels"] as? [String: [String: Any]])
    let seven = try #require(labels["7"])
    for key in ["dice", "iou", "hd95_mm", "hd_mm", "assd_mm", "nsd"] {
      let row = try #require(seven[key] as? [String: Any], "\(key)")
      for statistic in ["mean", "median", "std", "min", "ci95", "n"] {
        #expect(row[statistic] != nil, "\(key) \(statistic)")
      }
    }
    for (key, count) in ["present": 2, "missed": 1, "spurious": 1, "absent": 1] {
      #expect(seven[key] as? Int == count)
    }
    #expect(((seven["dice"] as? [String: Any])?["ci95"] as? [Double])?.count == 2)
    let mean = try #require(root["mean"] as? [String: Any])
    #expect(mean["dice"] is Double && mean["iou"] is Double)
    #expect((root["problems"] as? [[String: Any]])?.first?["case"] as? String == "x")
  }

  @Test func jsonReadsBack() throws {
    let summary = try summary()
    let read = try JSONDecoder().decode(EvaluationSummary.self, from: summary.json())
    #expect(read.labels.map(\.label) == summary.labels.map(\.label))
    #expect(!summary.labels.isEmpty)
    for (a, b) in zip(read.labels, summary.labels) {
      #expect(a.distributions == b.distributions && a.penalised == b.penalised)
      #expect(a.statusCounts == b.statusCounts && a.volumes == b.volumes)
    }
    #expect(read.mean == summary.mean && read.problems == summary.problems)
    #expect(read.overall == summary.overall && read.notes == summary.notes)
    #expect(read.cases.map(\.caseID) == summary.cases.map(\.caseID) && summary.cases.count == 5)
    for (a, b) in zip(read.cases, summary.cases) {
      #expect(a.labels.map(\.values) == b.labels.map(\.values))
      #expect(a.labels.map(\.surfaceDice) == b.labels.map(\.surfaceDice))
      #expect(a.flags == b.flags && a.spacing == b.spacing && a.focus == b.focus)
    }
  }

  /// A reference that both of two methods lack is one case that could not be measured.
  @Test func casesWithSeveralProblemsCountOnce() throws {
    var summary = try summary()
    summary.problems.append(
      CaseProblem(caseID: "x", kind: .unreadable, message: "x: broken, too"))
    summary.problems.append(
      CaseProblem(caseID: "y", kind: .unreadable, message: "y: broken"))
    #expect(summary.unmeasuredCount == 2)
  }

  @Test func emptySummaryIsValidJSON() throws {
    let summary = try EvaluationSummary(
      settings: EvaluationSettings(), cases: [], problems: [])
    let root = try JSONSerialization.jsonObject(with: summary.json()) as? [String: Any]
    #expect((root?["cases"] as? [Any])?.isEmpty == true)
    #expect((root?["mean"] as? [String: Any])?["dice"] is NSNull)
  }

  @Test func tableIsTidy() throws {
    let summary = try summary()
    let lines = CasesTable.text(of: summary.cases, settings: summary.settings)
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 1 + 5 * 3 + 1 && lines.last == "")
    let header = lines[0].split(separator: ",")
    #expect(header.starts(with: ["case", "label", "name", "group", "status"]))
    #expect(header.contains("nsd_at_2.0_mm") && header.contains("dice"))
    let rows = lines[1..<16].map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.allSatisfy { $0.count == header.count })
    let dice = try #require(header.firstIndex(of: "dice"))
    let absent = try #require(rows.first { $0[0] == "case3" && $0[1] == "7" })
    #expect(absent[dice] == "" && absent[4] == "absent")
  }

  @Test func volumesOutsideTheReferencesAreFlagged() throws {
    let settings = EvaluationSettings()
    let scores = try (0..<6).map { number in
      let reference = LabelMapBuilder(Self.extent).box(1, 2..<5, 2..<6, 2..<6)
      let prediction = LabelMapBuilder(Self.extent)
        .box(1, 2..<5, 2..<6, 2..<(number == 4 ? 12 : 6))
      return try CaseEvaluator(settings: settings, threads: 1).score(
        caseID: "c\(number)", prediction: prediction.map, predictionFile: "p",
        reference: reference.map)
    }
    let summary = try EvaluationSummary(settings: settings, cases: scores, problems: [])
    let flagged = summary.cases.filter { $0.flags.contains { $0.rule == .volumeOutsideRange } }
    #expect(flagged.map(\.caseID) == ["c4"])
    #expect(summary.labels[0].outliers.contains { $0.caseID == "c4" && $0.metric == .dice })
    #expect(summary.worstFirst.first?.caseID == "c4")
  }

  @Test func methodsAreComparedCaseByCase() throws {
    let cases = try cases()
    let same = MethodComparison(
      name: "a", otherName: "b", cases: cases, others: cases, settings: EvaluationSettings())
    #expect(same.rankStability == 0.5)
    #expect(same.differences.count > 6)
    for row in same.differences {
      #expect(row.difference == 0 && row.wins == 0 && row.losses == 0 && row.pValue == nil)
    }
    // A method that predicts nothing loses everywhere but where nothing is.
    let nothing = cases.map { entry in
      var worse = entry
      for index in worse.labels.indices {
        let label = worse.labels[index]
        worse.labels[index].status = label.counts.reference > 0 ? .missed : .absent
        worse.labels[index].values = label.counts.reference > 0 ? [.dice: 0] : [:]
      }
      return worse
    }
    let comparison = MethodComparison(
      name: "a", otherName: "b", cases: cases, others: nothing, settings: EvaluationSettings())
    let seven = try #require(
      comparison.differences.first { $0.label == "7" && $0.metric == .dice })
    // Two found, one missed by both, and one that only this method invented.
    #expect(seven.count == 4 && seven.wins == 2 && seven.ties == 1 && seven.losses == 1)
    let mean = try #require(
      comparison.differences.first { $0.label == nil && $0.metric == .dice })
    #expect((mean.difference ?? 0) > 0)
    #expect((comparison.rankStability ?? 0) > 0.5)
  }
}
