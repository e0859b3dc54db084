import Evaluation
import Foundation
import QualityControl
import Reports
import TestSupport
import Testing
import Volumes

@Suite struct ReportWriterTests {
  private func report(
    _ names: [String] = ["a", "b", "c"], problems: [CaseProblem] = [], hasReference: Bool = true,
    sliceBudget: Int = 24_000_000, configure: (inout ReportConfiguration) -> Void = { _ in },
    _ body: (_ html: String, _ folder: URL, _ summary: EvaluationSummary) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      var configuration = ReportConfiguration(
        date: Date(timeIntervalSince1970: 0), model: "Model <7>", predictions: "/home/me/pred",
        sliceBudget: sliceBudget)
      configure(&configuration)
      let writer = try ReportWriter(configuration, folder: folder)
      var cases: [EvaluatedCase] = []
      for (index, name) in names.enumerated() {
        var sample = SampleCase()
        sample.prediction.0 = 4 + index..<9 + index
        sample.reference.1 = 5..<12 - index
        cases.append(try sample.evaluated(name, hasReference: hasReference))
        try writer.add(cases[index])
      }
      let summary = try SampleCase.summary(cases, problems: problems)
      let files = try writer.finish(summary)
      #expect(files.map(\.lastPathComponent) == ["report.html", "report.pdf"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
          .filter { !$0.hasPrefix(".") }.sorted() == ["report.html", "report.pdf"])
      try body(
        try String(contentsOf: files[0], encoding: .utf8), folder, summary)
    }
  }

  @Test func thePageNeedsNothingButItself() throws {
    try report { html, _, _ in
      #expect(!html.contains("http:") && !html.contains("https:"))
      let places = html.matches(of: /(?:src|href)="([^"]*)"/).map(\.1)
      #expect(places.contains { $0.hasPrefix("#") } && places.contains { $0.hasPrefix("data:") })
      for attribute in places {
        #expect(attribute.hasPrefix("#") || attribute.hasPrefix("data:"), "\(attribute)")
      }
      #expect(!html.contains("@import") && !html.contains("url("))
    }
  }

  @Test func idsAreUniqueAndElementsAreClosed() throws {
    try report { html, _, _ in
      let ids = html.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count && ids.count > 10)
      try expectBalanced(html.replacing(/(?s)<(script|style)[ >].*?<\/\1>/, with: ""))
      let pages = html.matches(of: /(?s)<noscript[^>]*>(.*?)<\/noscript>/)
      #expect(pages.count == 3)
      for page in pages { try expectBalanced(String(page.1)) }
    }
  }

  @Test func numbersAreThoseOfTheSummaryWorstCasesFirst() throws {
    try report { html, _, summary in
      let dice = try #require(summary.overall[.dice]?.mean)
      #expect(html.contains("mean Dice \(String(format: "%.3f", dice))"))
      let label = try #require(summary.labels.first)
      #expect(html.contains("data-v=\"\(try #require(label.distributions[.dice]?.mean))\""))
      var last = html.startIndex
      let table = try #require(html.range(of: "id=\"case-table\""))
      for entry in summary.worstFirst {
        let row = try #require(
          html.range(of: ">\(entry.caseID)</a></td>", range: table.upperBound..<html.endIndex))
        #expect(row.lowerBound > last)
        last = row.lowerBound
        #expect(html[row.upperBound...].prefix(80).contains("\(try #require(entry.meanDice))"))
      }
    }
  }

  @Test func aCaseShowsThreeViewsSlicesMarksAndBothOutlines() throws {
    try report { html, _, _ in
      let page = try #require(html.firstMatch(of: /(?s)id="data-1">(.*?)<\/noscript>/)).1
      for plane in ["Axial", "Coronal", "Sagittal"] { #expect(page.contains("\(plane), slice ")) }
      for mark in ["R", "L", "A", "P", "S", "I"] { #expect(page.contains(">\(mark)</text>")) }
      #expect(page.contains("class=\"ref\" d=\"M") && page.contains("class=\"pred\" d=\"M"))
      #expect(page.contains("type=\"range\"") && page.contains("Radiological convention"))
      let pictures = page.matches(of: #/<image\s/#).count
      #expect(pictures > 3 && page.matches(of: #/>radiological</text>/#).count == pictures)
      #expect(page.contains("viewBox=\"0 0 16 40\""))
      let view = try #require(page.firstMatch(of: /Axial, (slice [0-9]+ of [0-9]+)</)).1
      let start = try #require(page.firstMatch(of: /type="range"[^>]* value="([0-9]+)"/)).1
      let slides = page.matches(of: /data-title="Axial ([^"]*)"/).map(\.1)
      #expect(slides[try #require(Int(start))] == view)
    }
  }

  private func comparisonReport(
    _ name: String, _ body: (_ html: String, _ paper: String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let evaluated = try SampleCase().evaluated("a")
      let writer = try ReportWriter(.init(predictions: "mine"), folder: folder)
      try writer.add(evaluated)
      var summary = try SampleCase.summary([evaluated])
      let dice = PairedDifference(
        label: nil, metric: .dice, count: 12, mean: 0.8, otherMean: 0.85, difference: -0.05,
        interval: [-0.08, -0.0001], wins: 2, ties: 1, losses: 9, pValue: 0.0003)
      let labels = (1...40).map { label in
        var difference = dice
        difference.label = "\(label)"
        return difference
      }
      summary.comparison = MethodComparison(
        name: "/home/me/mine", otherName: "/home/me/\(name)", differences: labels + [dice],
        rankStability: 0.02)
      let files = try writer.finish(summary)
      try body(try String(contentsOf: files[0], encoding: .utf8), files[1].path)
    }
  }

  @Test func twoMethodsAreComparedInWords() throws {
    try comparisonReport("theirs") { html, _ in
      #expect(
        html.contains(
          "In the same 12 cases, the mean Dice of mine is 0.050 lower than that of theirs (95\u{00A0}% interval of the difference −0.080 to 0.000): better in 2, equal in 1, worse in 9. Were the cases drawn again, mine would rank first in 2.0\u{00A0}% of the draws."
        ))
      #expect(html.contains("Differences are mine minus theirs"))
    }
    try comparisonReport("A & B") { html, _ in
      #expect(
        html.contains(">A &amp; B</button>") && html.contains(">Compared with A &amp; B</h2>"))
      #expect(!html.contains("&amp;amp;"))
    }
  }

  @Test(.enabled(if: InstalledProgram.areThere("pdftotext")))
  func onPaperTwoMethodsHaveATableOfEveryLabel() throws {
    try comparisonReport("theirs") { _, paper in
      let text = try output("pdftotext", ["-layout", paper, "-"])
      let pages = text.split(separator: "\u{0C}").filter { $0.contains("Compared with theirs") }
      #expect(pages.count == 2)
      let rows = pages.flatMap {
        $0.matches(
          of: #/Dice +0\.800 +0\.850 +−0\.050 +−0\.080 to 0\.000 +2 / 1 / 9 +< 0\.001/#)
      }
      #expect(rows.count == 41 && text.contains("Mean over labels"))
    }
  }

  @Test func distancesBeyondTheLastBarAreSaidToBeInIt() throws {
    try report { html, _, _ in #expect(html.contains("the farthest 0.5 % are left out")) }
    try withTemporaryFolder { folder in
      var sample = SampleCase()
      sample.extent = Extent(40, 20, 16)
      sample.prediction.2 = 30..<34
      let evaluated = try sample.evaluated("far")
      let writer = try ReportWriter(.init(predictions: "pred"), folder: folder)
      try writer.add(evaluated)
      let files = try writer.finish(try SampleCase.summary([evaluated]))
      #expect(
        try String(contentsOf: files[0], encoding: .utf8).contains(
          "the last bar holds all that is farther"))
    }
  }

  @Test func withoutScriptsEveryCaseIsASectionThatLinksLeadTo() throws {
    try report { html, _, _ in
      let page = html.replacing(#/</?noscript[^>]*>/#, with: "")
        .replacing(#/(?s)<script>.*?</script>/#, with: "")
      let targets = page.matches(of: /href="#(case-[0-9]+)"/).map { String($0.1) }
      #expect(Set(targets) == ["case-1", "case-2", "case-3"])
      for target in Set(targets) {
        #expect(page.split(separator: "<article class=\"page\" id=\"\(target)\"").count == 2)
      }
      // With scripts the sections are inert: nothing in them ends the element.
      #expect(
        html.matches(of: /<noscript/).count == 3 && html.matches(of: /<\/noscript>/).count == 3)
    }
  }

  @Test func hostileNamesStayText() throws {
    let name = "x<script>alert(1)</script>\"'&"
    try report([name, "b"]) { html, folder, _ in
      #expect(!html.contains("<script>alert"))
      #expect(html.contains("x&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
      #expect(html.contains("Model &lt;7&gt;"))
      try expectBalanced(html.replacing(/(?s)<(script|style)[ >].*?<\/\1>/, with: ""))
    }
  }

  @Test func provenanceAndDisclaimerAreStatedFoldersAreNot() throws {
    try report { html, _, _ in
      #expect(html.contains("Not for diagnostic use") && html.contains("1 January 1970, 00:00 UTC"))
      #expect(html.contains("seg 0.") && !html.contains("/secret/") && !html.contains("/home/me"))
    }
    try report(configure: { $0.isForDiagnosticUse = true }) { html, _, _ in
      #expect(!html.contains("Not for diagnostic use"))
    }
  }

  @Test func checksumsOfTheFilesAreStated() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("a.nii.gz")
      try Data("abc".utf8).write(to: file)
      var evaluated = try SampleCase().evaluated("a")
      evaluated.score.predictionFile = file.path
      let writer = try ReportWriter(.init(predictions: folder.path), folder: folder)
      try writer.add(evaluated)
      let files = try writer.finish(try SampleCase.summary([evaluated]))
      // The test vector of FIPS 180-4.
      #expect(
        try String(contentsOf: files[0], encoding: .utf8).contains(
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
    }
  }

  @Test func brokenCasesAreListed() throws {
    let problem = CaseProblem(
      caseID: "z", kind: .unreadable, message: "/home/me/pred/z.nii.gz: <cut off>")
    try report(problems: [problem]) { html, _, _ in
      #expect(html.contains("Not measured") && html.contains("z.nii.gz: &lt;cut off&gt;"))
      #expect(!html.contains("/home/me"))
      #expect(html.contains("1 case could not be measured"))
    }
  }

  @Test func withoutReferencesThereAreVolumesAndNoScores() throws {
    try report(hasReference: false) { html, _, _ in
      #expect(html.contains("measured without a reference") && !html.contains("Mean Dice"))
      #expect(html.contains("Volume (ml)") && !html.contains("class=\"ref\""))
      #expect(!html.contains("<dt>Dice</dt>") && html.contains("<details open><summary>Rules"))
    }
  }

  @Test func manyCasesHaveFewerSlices() throws {
    func slices(_ html: String) -> Int { html.matches(of: /data-title=/).count }
    var all = 0
    try report { html, _, _ in all = slices(html) }
    try report(sliceBudget: 1000) { html, _, _ in
      #expect(slices(html) == 12 && all > 12)
    }
  }

  @Test(.enabled(if: InstalledProgram.areThere("pdftotext", "pdfinfo")))
  func thePaperHasAPageForTheSummaryAndOneACaseWithText() throws {
    try report { _, folder, summary in
      let file = folder.appendingPathComponent("report.pdf").path
      #expect(try output("pdfinfo", [file]).contains(/Pages:\s+4\n/))
      let text = try output("pdftotext", ["-layout", file, "-"])
      let pages = text.split(separator: "\u{0C}")
      let dice = try #require(summary.overall[.dice]?.mean)
      #expect(pages[0].contains("mean Dice \(String(format: "%.3f", dice))"))
      for (index, entry) in summary.worstFirst.enumerated() {
        #expect(pages[index + 1].contains(entry.caseID))
        #expect(pages[index + 1].contains(String(format: "%.3f", try #require(entry.meanDice))))
        #expect(pages[index + 1].contains("Not for diagnostic use"))
      }
    }
  }

  @Test(
    .enabled(if: InstalledProgram.areThere("pdftotext", "pdfinfo")),
    arguments: [3, 12, 90])
  func thePaperHasEveryWarning(count: Int) throws {
    try withTemporaryFolder { folder in
      let writer = try ReportWriter(.init(predictions: "pred"), folder: folder)
      var evaluated = try SampleCase().evaluated("a")
      evaluated.score.flags = (1...count).map {
        QualityFlag(
          rule: .touchesBorder,
          reason:
            "structure-\($0)- touches the volume's border (the patient's lower end, front); part of it may be outside"
        )
      }
      try writer.add(evaluated)
      let file = try writer.finish(try SampleCase.summary([evaluated]))[1].path
      let text = try output("pdftotext", ["-layout", file, "-"])
      for number in 1...count { #expect(text.contains("structure-\(number)-")) }
      let pages = try #require(
        try output("pdfinfo", [file]).firstMatch(of: /Pages:\s+([0-9]+)/)
      ).1
      #expect(count < 90 ? pages == "2" : text.contains("a, further warnings"))
      for page in text.split(separator: "\u{0C}") {
        #expect(page.contains("Not for diagnostic use"))
      }
      #expect(text.contains(try Regex("\(pages)\\s*/\\s*\(pages)")))
    }
  }

  @Test(.enabled(if: InstalledProgram.areThere("chromium", "pdftotext")))
  func aPrintedCaseSaysThatItIsNotForDiagnosis() throws {
    try report { _, folder, summary in
      let paper = folder.appendingPathComponent("printed.pdf").path
      _ = try output(
        "chromium",
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/browser",
          "--print-to-pdf=\(paper)",
          folder.appendingPathComponent("report.html").absoluteString + "#case-1",
        ])
      let text = try output("pdftotext", [paper, "-"])
      #expect(text.contains(try #require(summary.worstFirst.first).caseID))
      #expect(text.contains("Label by label") && text.contains("Not for diagnostic use"))
      #expect(!text.contains("All cases"))
    }
  }

  /// Every element that opens closes in order.
  private func expectBalanced(_ html: String) throws {
    let empty: Set = ["meta", "link", "input", "br", "image", "path", "line", "circle", "rect"]
    var open: [String] = []
    for tag in html.matches(of: /<(\/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>/) {
      let name = tag.2.lowercased()
      if tag.1 == "/" {
        if name == open.last {
          open.removeLast()
        } else if !empty.contains(name) {
          Issue.record("</\(name)> closes \(open.last ?? "nothing")")
          return
        }
      } else if !tag.3.hasSuffix("/") && !(empty.contains(name) && name != "circle") {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  private func output(_ name: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let program: URL = try #require(InstalledProgram.url(name))
    process.executableURL = program
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
