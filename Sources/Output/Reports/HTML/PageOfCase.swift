import Evaluation
import Foundation
import QualityControl
import Volumes

/// The page of one case: words, warnings, three views, slices, table, files.
struct PageOfCase {
  var content: ReportContent
  var entry: CaseScore
  /// From 1, worst first.
  var number: Int

  func html(record: CaseRecord?, sliceBudget: Int) -> String {
    let flags = entry.flags.map { "<li>\(HTML.escaped(capitalized($0.reason))).</li>" }.joined()
    let notice = content.disclaimer.map { "<span class=\"notice\">\($0)</span>" } ?? ""
    return """
      <article class="page" id="case-\(number)"><nav aria-label="Cases"><a class="button" href="#">All cases</a>\(link("Previous", to: number - 1))\(link("Next", to: number + 1))\(notice)</nav>
      <h1 tabindex="-1">\(HTML.escaped(entry.caseID))</h1>
      <p class="lead">\(HTML.sentence(content.sentence(of: entry)))</p>
      \(flags.isEmpty ? "" : "<ul class=\"flags\">\(flags)</ul>")
      \(record.map { pictures($0.pictures, sliceBudget: sliceBudget) } ?? "<p>No picture.</p>")
      \(table)
      \(confusions)
      \(files(record?.files ?? []))</article>
      """
  }

  private func link(_ title: String, to other: Int) -> String {
    let isThere = (1...content.cases.count).contains(other)
    return "<a class=\"button \(title.lowercased())\" "
      + (isThere ? "href=\"#case-\(other)\"" : "aria-disabled=\"true\"") + ">\(title)</a>"
  }

  private func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private func pictures(_ pictures: CasePictures, sliceBudget: Int) -> String {
    let views = pictures.views.map { view in
      "<figure><div class=\"frame\">\(HTML.picture(view))</div><figcaption>\(view.plane.title), slice \(view.number) of \(view.count)</figcaption></figure>"
    }.joined()
    let legend =
      (hasReference
        ? "<label><input type=\"checkbox\" value=\"ref\" checked> <i></i> Reference</label>" : "")
      + "<label><input type=\"checkbox\" value=\"pred\" checked> <i class=\"p\"></i> Prediction</label>"
    let scan =
      pictures.window.map { "Grey: the scan, \($0)." }
      ?? "No scan was given: grey areas are the labels."
    let remarks = ([ReportContent.convention, scan] + pictures.notes).joined(separator: " ")
    let title =
      hasReference ? "Where prediction and reference differ most" : "Through the largest label area"
    return """
      <h2>\(title)</h2><div class="legend">\(legend)</div>
      <div class="views">\(views)</div><p class="quiet">\(HTML.escaped(remarks))</p>
      \(slider(chosen(pictures.slices, budget: sliceBudget), from: pictures.views))
      """
  }

  /// As many slices as fit the budget, evenly over those there are.
  private func chosen(_ slices: [SlicePicture], budget: Int) -> [SlicePicture] {
    let size = slices.reduce(0) {
      $0 + $1.png.count * 4 / 3 + $1.reference.utf8.count + $1.prediction.utf8.count + 900
    }
    guard size > budget, slices.count > 4 else { return slices }
    let count = max(4, slices.count * budget / size)
    return (0..<count).map { slices[$0 * (slices.count - 1) / (count - 1)] }
  }

  /// Begins at the slice nearest to the view of its plane.
  private func slider(_ slices: [SlicePicture], from views: [SlicePicture]) -> String {
    guard slices.count > 1, let plane = slices.first?.plane else { return "" }
    let number = views.first { $0.plane == plane }?.number ?? 1
    let focus =
      slices.indices.min { abs(slices[$0].number - number) < abs(slices[$1].number - number) } ?? 0
    let pictures = slices.map { slice in
      HTML.picture(slice).replacing(
        "<svg class=\"slice \"",
        with:
          "<svg class=\"slice\" data-title=\"\(plane.title) slice \(slice.number) of \(slice.count)\"",
        maxReplacements: 1)
    }.joined()
    return """
      <section class="slider needs-js"><h2>Through the scan</h2><div class="frame slides">\(pictures)</div>
      <input type="range" min="0" max="\(slices.count - 1)" value="\(focus)" aria-label="Slice"><output class="quiet"></output></section>
      """
  }

  private var hasReference: Bool { entry.referenceFile != nil }

  /// Whether there is a range to set the volumes beside.
  private var hasRange: Bool { hasReference || !content.configuration.volumeRanges.isEmpty }

  private var table: String {
    let rows = entry.labels.filter { $0.status != .absent }.map(row)
    let titles: [(String, isNumber: Bool)] =
      hasReference
      ? [
        ("Label", false), ("Dice", true), ("HD95 (mm)", true), ("HD (mm)", true),
        ("Reference (ml)", true), ("Prediction (ml)", true), ("Error (ml)", true),
      ] : [("Label", false), ("Volume (ml)", true), ("Separate parts", true)]
    let head = HTML.head(titles)
    let among = content.referenceRangeTitle
    let withRange =
      hasRange
      ? head.replacing(
        "</tr></thead>",
        with:
          "<th scope=\"col\"><button type=\"button\">In \(among) (ml)</button></th></tr></thead>"
      ) : head
    let tick = hasReference ? ", the blue tick is this reference" : ""
    let caption =
      hasRange
      ? "<p class=\"quiet\">Last column: the bar spans the volumes in \(among)\(tick), the orange dot is this prediction.</p>"
      : ""
    return
      "<h2>Label by label</h2>\(caption)<div class=\"scroll\"><table class=\"wide\">\(withRange)<tbody>\(rows.joined(separator: "\n"))</tbody></table></div>"
  }

  private func row(of label: LabelScore) -> String {
    let range = content.referenceRange(of: label.label)
    let difference = label.referenceInMillilitres.map { label.predictionInMillilitres - $0 }
    let status =
      label.status == .missed || label.status == .spurious
      ? " <span class=\"chip\">\(label.status.rawValue)</span>" : ""
    let scores =
      hasReference
      ? HTML.cell(Numbers.ratio(label.dice), sortedBy: label.dice)
        + HTML.cell(Numbers.distance(label[.hausdorff95]), sortedBy: label[.hausdorff95])
        + HTML.cell(Numbers.distance(label[.hausdorff]), sortedBy: label[.hausdorff])
        + HTML.cell(
          Numbers.volume(label.referenceInMillilitres), sortedBy: label.referenceInMillilitres)
      : ""
    return "<tr><td>\(HTML.escaped(label.name))\(status)</td>" + scores
      + HTML.cell(
        Numbers.volume(label.predictionInMillilitres), sortedBy: label.predictionInMillilitres)
      + (hasReference
        ? HTML.cell(Numbers.difference(difference), sortedBy: difference)
        : HTML.cell(
          label.predictionComponents.map(String.init) ?? Numbers.undefined,
          sortedBy: label.predictionComponents.map(Double.init)))
      + (hasRange
        ? "<td class=\"range\" data-v=\"\(range.map { "\($0.lowerBound)" } ?? "")\">\(Figures(content: content).volumeRange(of: label, range: range)?.svg ?? "")<small>\(content.referenceRangeText(of: label.label))</small></td>"
        : "")
      + "</tr>"
  }

  private var confusions: String {
    let pairs = entry.confusions.prefix(3)
    guard !pairs.isEmpty else { return "" }
    let voxel = entry.spacing.voxelVolumeInMillilitres
    let items = pairs.map {
      "\(content.name(of: $0.reference)) marked as \(content.name(of: $0.prediction)) (\(Numbers.millilitres(Double($0.voxels) * voxel)))"
    }
    return
      "<p>Labels taken for one another: \(HTML.escaped(items.joined(separator: "; "))).</p>"
  }

  private func files(_ files: [InputFile]) -> String {
    let spacing = entry.spacing.axes.reversed().map(HTML.number).joined(separator: " × ")
    let extent = entry.extent.axes.reversed().map(String.init).joined(separator: " × ")
    var items = files.map { file in
      "<dt>\(file.role)</dt><dd>\(HTML.escaped(file.name))\(file.checksum.map { "<br><code>\($0)</code>" } ?? "")</dd>"
    }
    items.append("<dt>Grid</dt><dd>\(extent) voxels of \(spacing) mm</dd>")
    items += content.provenance.prefix(3).map {
      "<dt>\(HTML.escaped($0.0))</dt><dd>\(HTML.escaped($0.1))</dd>"
    }
    return
      "<details open><summary>Where this comes from</summary><dl>\(items.joined())</dl></details>"
  }
}
