import Evaluation
import Foundation
import QualityControl

/// The first page: the summary in words, then pictures, figures and tables.
struct PageOverview {
  var content: ReportContent

  /// Everything before the worst cases.
  var opening: String {
    let notice = content.disclaimer.map { "<p><span class=\"notice\">\($0)</span></p>" } ?? ""
    let lead = content.sentences.map { "<p>\(HTML.sentence($0))</p>" }.joined()
    return """
      <header><h1>\(HTML.escaped(content.configuration.title))</h1>
      <p class="quiet">\(HTML.escaped(content.date)) · seg · model: \(HTML.escaped(content.configuration.model ?? "not stated"))</p>
      \(notice)</header>
      <main>
      <section class="lead" aria-label="Summary">\(lead)</section>
      \(tiles)

      """
  }

  /// Everything after them.
  var closing: String {
    (content.hasReferences ? labelTable + figures : volumeTable) + caseTable + problems + comparison
      + explanations + "</main>\n" + footer
  }

  private var tiles: String {
    guard content.hasReferences else { return "" }
    var tiles: [(String, String)] = [
      ("\(content.cases.count)", content.cases.count == 1 ? "case" : "cases")
    ]
    if let dice = content.summary.overall[.dice]?.mean {
      tiles.append((Numbers.ratio(dice), "mean Dice (1 is best)"))
    }
    if let distance = content.summary.overall[.hausdorff95]?.median {
      tiles.append(
        ("\(Numbers.distance(distance)) <small>mm</small>", "median HD95 (0 is best)"))
    }
    let flagged = content.cases.count { !$0.flags.isEmpty }
    tiles.append(("\(flagged)", flagged == 1 ? "case with warnings" : "cases with warnings"))
    return "<div class=\"tiles\">"
      + tiles.map { "<div class=\"tile\"><b>\($0.0)</b><span>\($0.1)</span></div>" }.joined()
      + "</div>\n"
  }

  private var labelTable: String {
    let rows = content.labels.map { label in
      let dice = label.distributions[.dice]
      let hd95 = label.distributions[.hausdorff95]
      let hd = label.distributions[.hausdorff]
      let assd = label.distributions[.averageSymmetricSurfaceDistance]
      let nsd = label.distributions[.normalizedSurfaceDice]
      let interval = (dice?.interval).map {
        $0.count == 2 ? "\(Numbers.ratio($0[0])) to \(Numbers.ratio($0[1]))" : ""
      }
      let missed = label.statusCounts[.missed] ?? 0
      let spurious = label.statusCounts[.spurious] ?? 0
      let present = label.statusCounts[.present] ?? 0
      let found =
        "\(present) of \(present + missed)" + (spurious > 0 ? ", \(spurious) spurious" : "")
      return
        "<tr><td>\(HTML.escaped(label.name))\(label.isGroup ? "<small>group</small>" : "")</td>"
        + HTML.cell(found, sortedBy: Double(missed + spurious))
        + "<td class=\"n\" data-v=\"\(dice?.mean.map { "\($0)" } ?? "")\">\(Numbers.ratio(dice?.mean))<small>\(interval ?? "")</small></td>"
        + HTML.cell(Numbers.distance(hd95?.mean), sortedBy: hd95?.mean)
        + HTML.cell(Numbers.distance(hd?.mean), sortedBy: hd?.mean)
        + HTML.cell(Numbers.distance(assd?.mean), sortedBy: assd?.mean)
        + HTML.cell(Numbers.ratio(nsd?.mean), sortedBy: nsd?.mean)
        + HTML.cell(Numbers.difference(label.volumes?.bias), sortedBy: label.volumes?.bias)
        + "</tr>" + penalisedRow(label)
    }
    let tolerance = content.summary.settings.tolerances.first ?? 1
    return """
      <section aria-labelledby="h-labels"><h2 id="h-labels">How well each label agrees</h2>
      <p class="quiet" id="labels-note">Means over the cases that hold the label; under Dice its 95 % interval. Counting failures: missed and spurious labels have Dice and NSD 0 and distances of the volume's diagonal. Distances in mm, NSD at \(HTML.number(tolerance)) mm.</p>
      <div class="scroll"><table class="wide" aria-describedby="labels-note">
      \(HTML.head([
        ("Label", false), ("Found", true), ("Dice", true), ("HD95 (mm)", true), ("HD (mm)", true),
        ("ASSD (mm)", true), ("NSD", true), ("Volume error (ml)", true),
      ]))<tbody>\(rows.joined(separator: "\n"))</tbody></table></div></section>

      """
  }

  /// The volumes of predictions, where there is nothing to compare them with.
  private var volumeTable: String {
    let volumes = content.predictedVolumes
    guard !volumes.isEmpty else { return "" }
    let rows = volumes.map { item in
      let keys =
        [Double(item.count), item.median, item.range?.lowerBound]
        + [content.referenceRange(of: item.label)?.lowerBound]
      let cells = content.cells(of: item)
      return "<tr><td>\(HTML.escaped(item.name))</td>"
        + zip(cells.dropFirst(), keys).map { HTML.cell($0, sortedBy: $1) }.joined() + "</tr>"
    }
    let titles = content.predictedVolumesTitles.enumerated().map { ($1, $0 > 0) }
    return """
      <section aria-labelledby="h-volumes"><h2 id="h-volumes">Volumes</h2>
      <p class="quiet" id="volumes-note">Over the cases that hold the label.</p>
      <div class="scroll"><table class="wide" aria-describedby="volumes-note">
      \(HTML.head(titles))<tbody>\(rows.joined(separator: "\n"))</tbody></table></div></section>

      """
  }

  /// The same label with its failures counted, so that a method that fails more never looks better.
  private func penalisedRow(_ label: LabelSummary) -> String {
    guard label.hasFailures else { return "" }
    func mean(_ metric: Metric) -> Double? { label.penalised[metric]?.mean }
    return "<tr class=\"quiet\"><td>\(HTML.escaped(label.name)), counting failures</td><td></td>"
      + HTML.cell(Numbers.ratio(mean(.dice)), sortedBy: mean(.dice))
      + HTML.cell(Numbers.distance(mean(.hausdorff95)), sortedBy: mean(.hausdorff95))
      + HTML.cell(Numbers.distance(mean(.hausdorff)), sortedBy: mean(.hausdorff)) + "<td></td>"
      + HTML.cell(
        Numbers.ratio(mean(.normalizedSurfaceDice)), sortedBy: mean(.normalizedSurfaceDice))
      + "<td></td></tr>"
  }

  private var figures: String {
    let figures = Figures(content: content)
    var html = ""
    if let dice = figures.dice() {
      html +=
        "<figure class=\"overlap\">\(dice.svg)<figcaption>Each dot is a case; choose one to open it. The band holds the middle half of the cases, the line is the median.</figcaption></figure>"
    }
    let labels = content.labels.filter { ($0.statusCounts[.present] ?? 0) > 0 }
    var options = ""
    var parts = ""
    for (index, label) in labels.enumerated() {
      let figures: [(Drawing?, String)] = [
        (figures.volumes(of: label), "Volumes. On the dashed line prediction and reference agree."),
        (
          figures.agreement(of: label),
          agreementCaption(label)
        ),
        (
          figures.distances(of: label),
          "How far apart the two outlines are, over all cases; \(figures.farthest(of: label))."
        ),
      ]
      let drawn = figures.compactMap { drawing, caption in
        drawing.map {
          "<figure>\($0.svg)<figcaption>\(HTML.escaped(caption))</figcaption></figure>"
        }
      }
      guard !drawn.isEmpty else { continue }
      options += "<option>\(HTML.escaped(label.name))</option>"
      parts +=
        "<div class=\"label-charts\"><h3>\(HTML.escaped(label.name))</h3><div class=\"pair\">\(drawn.joined())</div></div>\n"
      if index >= 60 { break }
    }
    if !parts.isEmpty {
      html +=
        "<h2 id=\"h-volumes\">Volumes and distances</h2><div class=\"tools\"><label>Label <select id=\"label-chooser\">\(options)</select></label></div>\n\(parts)"
    }
    return html.isEmpty
      ? ""
      : "<section aria-labelledby=\"h-figures\"><h2 id=\"h-figures\">Overlap case by case</h2>\(html)</section>\n"
  }

  private func agreementCaption(_ label: LabelSummary) -> String {
    guard let agreement = label.volumes else { return "" }
    var text =
      "Volume differences (Bland-Altman). Mean \(Numbers.difference(agreement.bias)) ml (solid line)"
    if let limits = agreement.limitsOfAgreement, limits.count == 2 {
      text +=
        "; about 95 % of cases lie between \(Numbers.difference(limits[0])) and \(Numbers.difference(limits[1])) ml (dashed)"
    }
    return text + "."
  }

  private var caseTable: String {
    let rows = content.cases.enumerated().map { index, entry in
      let hd95 = ReportContent.worst(.hausdorff95, of: entry)
      let hd = ReportContent.worst(.hausdorff, of: entry)
      let volume = ReportContent.largestVolumeDifference(of: entry)
      let rules = QualityRule.allCases.filter { rule in entry.flags.contains { $0.rule == rule } }
      let chips = rules.map { "<span class=\"chip\">\($0.title)</span>" }
      let total = entry.labels.filter { !$0.isGroup }.reduce(0) { $0 + $1.predictionInMillilitres }
      let numbers =
        content.hasReferences
        ? HTML.cell(Numbers.ratio(entry.meanDice), sortedBy: entry.meanDice)
          + HTML.cell(Numbers.distance(hd95?.value), sortedBy: hd95?.value)
          + HTML.cell(Numbers.distance(hd?.value), sortedBy: hd?.value)
          + HTML.cell(Numbers.difference(volume?.value), sortedBy: volume.map { abs($0.value) })
        : HTML.cell(Numbers.volume(total), sortedBy: total)
      return
        "<tr data-number=\"\(index + 1)\" data-flags=\"\(entry.flags.count)\"><td><a href=\"#case-\(index + 1)\">\(HTML.escaped(entry.caseID))</a></td>\(numbers)<td data-v=\"\(entry.flags.count)\">\(chips.joined())</td></tr>"
    }
    let numbers: [(String, isNumber: Bool)] =
      content.hasReferences
      ? [
        ("Mean Dice", true), ("Worst HD95 (mm)", true), ("Worst HD (mm)", true),
        ("Largest volume error (ml)", true),
      ] : [("Volume of all labels (ml)", true)]
    return """
      <section aria-labelledby="h-cases"><h2 id="h-cases">All cases\(content.hasReferences ? ", worst first" : "")</h2>
      <div class="tools"><input type="search" id="search" placeholder="Find a case or warning" aria-label="Find a case or warning"><label><input type="checkbox" id="flagged"> only with warnings</label><span class="quiet" id="shown" role="status"></span></div>
      <div class="scroll"><table id="case-table" class="wide">\(HTML.head([("Case", false)] + numbers + [("Warnings", false)]))<tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div></section>

      """
  }

  private var problems: String {
    guard !content.summary.problems.isEmpty else { return "" }
    let rows = content.summary.problems.map { problem in
      "<tr><td>\(HTML.escaped(problem.caseID))</td><td>\(HTML.escaped(content.reason(of: problem)))</td></tr>"
    }
    return """
      <section aria-labelledby="h-problems"><h2 id="h-problems">Not measured</h2>
      <p>These cases are in no number of this report.</p>
      <div class="scroll"><table>\(HTML.head([("Case", false), ("Reason", false)]))<tbody>\(rows.joined(separator: "\n"))</tbody></table></div></section>

      """
  }

  private var comparison: String {
    guard let table = content.comparisonTable else { return "" }
    let rows = table.rows.map { row in
      "<tr><td>\(HTML.escaped(row.label))</td><td>\(row.metric)</td>"
        + HTML.cell(row.mean, sortedBy: row.values.mean)
        + HTML.cell(row.otherMean, sortedBy: row.values.otherMean)
        + "<td class=\"n\" data-v=\"\(row.values.difference.map { "\($0)" } ?? "")\">\(row.difference)<small>\(row.interval)</small></td>"
        + HTML.cell(row.counts, sortedBy: Double(row.values.wins))
        + HTML.cell(row.pValue, sortedBy: row.values.pValue) + "</tr>"
    }
    return """
      <section aria-labelledby="h-versus"><h2 id="h-versus">Compared with \(HTML.escaped(table.otherName))</h2>
      <p>\(HTML.sentence(table.explanation))</p>
      <div class="scroll"><table class="wide">\(HTML.head([
        ("Label", false), ("Metric", false), (table.name, true), (table.otherName, true),
        ("Difference", true), ("Better / equal / worse", true), ("p", true),
      ]))<tbody>\(rows.joined(separator: "\n"))</tbody></table></div></section>

      """
  }

  private var explanations: String {
    func list(_ items: [(String, String)]) -> String {
      "<dl>"
        + items.map { "<dt>\(HTML.escaped($0.0))</dt><dd>\(HTML.escaped($0.1))</dd>" }.joined()
        + "</dl>"
    }
    let rules = QualityRule.allCases.map { ($0.title, $0.explanation) }
    let notes = content.summary.notes.map { "<p>\(HTML.escaped($0))</p>" }.joined()
    let numbers =
      content.hasReferences
      ? "<details open><summary>Numbers</summary>\(list(ReportContent.glossary))</details>" : ""
    return """
      <section aria-labelledby="h-words"><h2 id="h-words">What the words mean</h2>
      \(notes)\(numbers)
      <details\(content.hasReferences ? "" : " open")><summary>Rules behind the warnings</summary>\(list(rules))</details></section>

      """
  }

  private var footer: String {
    let lines = content.provenance
      .map { "<dt>\(HTML.escaped($0.0))</dt><dd>\(HTML.escaped($0.1))</dd>" }.joined()
    return
      "<footer><dl>\(lines)</dl><p>\(content.disclaimer.map { $0 + ". " } ?? "")\(ReportContent.convention) The checksums of a case's files are on its page.</p></footer>\n"
  }
}
