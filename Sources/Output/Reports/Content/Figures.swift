import Evaluation

/// The figures of a report.
struct Figures {
  var content: ReportContent

  /// Dice of every case, a row for each label: dots, quartiles, median.
  func dice(width: Double = 600) -> Drawing? {
    let rows = content.labels.filter { ($0.distributions[.dice]?.count ?? 0) > 0 }
    guard !rows.isEmpty else { return nil }
    let names = rows.map { Self.shortened($0.name) }
    let left = 16 + 10 * Double(max(6, names.map(\.count).max() ?? 0))
    let rowHeight = 44.0
    var drawing = Drawing(
      width: width, height: Double(rows.count) * rowHeight + 52,
      title: "Dice of every case for each label. "
        + rows.prefix(12).map {
          "\($0.name): median \(Numbers.ratio($0.distributions[.dice]?.median))"
        }.joined(separator: "; "))
    let least = rows.compactMap { $0.distributions[.dice]?.minimum }.min() ?? 0
    let lower = max(0, min(0.8, (least * 10 - 0.2).rounded(.down) / 10))
    let x = Scale(lower...1, from: left, to: width - 24, isWidened: false)
    let bottom = Double(rows.count) * rowHeight + 8
    for tick in x.ticks {
      drawing.line(x(tick), 8, x(tick), bottom, .grid)
      drawing.text(x(tick), bottom + 16, x.label(tick), .middle)
    }
    drawing.text((left + width - 24) / 2, bottom + 36, "Dice (1 is complete overlap)", .middle)
    for (row, label) in rows.enumerated() {
      let y = 8 + (Double(row) + 0.5) * rowHeight
      drawing.text(left - 12, y + 4, names[row], .end)
      guard let values = label.distributions[.dice] else { continue }
      if let q1 = values.lowerQuartile, let q3 = values.upperQuartile {
        drawing.elements.append(
          .rectangle(x: x(q1), y: y - 11, width: max(1, x(q3) - x(q1)), height: 22, .box))
      }
      for (number, entry) in content.cases.enumerated() {
        guard let dice = entry.labels.first(where: { $0.label == label.label })?.dice else {
          continue
        }
        let jitter = Double((number &* 7919) % 17) - 8
        drawing.elements.append(
          .dot(
            x: x(max(lower, dice)), y: y + jitter, radius: 3, .point,
            title: "\(entry.caseID): \(Numbers.ratio(dice))", caseNumber: number + 1))
      }
      if let median = values.median {
        drawing.line(x(median), y - 13, x(median), y + 13, .middle)
      }
    }
    return drawing
  }

  /// Predicted over reference volume of every case.
  func volumes(of label: LabelSummary, width: Double = 440, height: Double = 340) -> Drawing? {
    let points = volumes(of: label)
    let largest = points.map { max($0.reference, $0.prediction) }.max() ?? 0
    guard points.count > 1, largest > 0 else { return nil }
    var drawing = Drawing(
      width: width, height: height,
      title:
        "Predicted against reference volume of \(label.name) in \(points.count) cases; on the line both are equal"
    )
    let least = points.map { min($0.reference, $0.prediction) }.min() ?? 0
    let range = (least > 0.5 * largest ? least * 0.95 : 0)...largest
    let (x, y) = drawing.axes(
      x: range, y: range, xTitle: "Reference volume (ml)",
      yTitle: "Predicted volume (ml)")
    drawing.line(
      x(x.range.lowerBound), y(x.range.lowerBound), x(x.range.upperBound), y(x.range.upperBound),
      .middle, isDashed: true)
    for point in points {
      drawing.elements.append(
        .dot(
          x: x(point.reference), y: y(point.prediction), radius: 3.5, .point,
          title:
            "\(point.caseID): reference \(Numbers.millilitres(point.reference)), prediction \(Numbers.millilitres(point.prediction))",
          caseNumber: point.number))
    }
    return drawing
  }

  /// Bland and Altman's plot: difference of volumes over their mean.
  func agreement(of label: LabelSummary, width: Double = 440, height: Double = 340) -> Drawing? {
    let points = volumes(of: label)
    guard points.count > 1, let agreement = label.volumes else { return nil }
    let limits = agreement.limitsOfAgreement ?? []
    let differences = points.map { $0.prediction - $0.reference } + limits + [0]
    let means = points.map { ($0.prediction + $0.reference) / 2 }
    guard let low = differences.min(), let high = differences.max(), low < high,
      let left = means.min(), let right = means.max(), left < right
    else { return nil }
    var drawing = Drawing(
      width: width, height: height,
      title:
        "Difference of volumes over their mean for \(label.name): mean difference \(Numbers.difference(agreement.bias)) ml"
        + (limits.count == 2
          ? ", 95 % of differences between \(Numbers.difference(limits[0])) and \(Numbers.difference(limits[1])) ml"
          : ""))
    let (x, y) = drawing.axes(
      x: left...right, y: low...high, xTitle: "Mean of both volumes (ml)",
      yTitle: "Prediction − reference (ml)")
    drawing.line(x.start, y(0), x.end, y(0), .axis)
    for point in points {
      drawing.elements.append(
        .dot(
          x: x((point.prediction + point.reference) / 2), y: y(point.prediction - point.reference),
          radius: 3.5, .point,
          title: "\(point.caseID): \(Numbers.difference(point.prediction - point.reference)) ml",
          caseNumber: point.number))
    }
    drawing.line(x.start, y(agreement.bias), x.end, y(agreement.bias), .middle)
    for limit in limits {
      drawing.line(x.start, y(limit), x.end, y(limit), .middle, isDashed: true)
    }
    return drawing
  }

  /// A histogram of the distances between both outlines.
  func distances(of label: LabelSummary, width: Double = 440, height: Double = 340) -> Drawing? {
    guard let histogram = label.distances else { return nil }
    let sums = zip(histogram.referenceToPrediction, histogram.predictionToReference)
      .map { $0 + $1 }
    let total = sums.reduce(0, +)
    guard total > 0 else { return nil }
    let step = SurfaceDistanceHistogram.binWidth
    let count = max(Self.binCount(holding: 0.995, of: sums), 8)
    let width1 = Double(count) * step
    let shares = sums.prefix(count).map { $0 / total * 100 }
    var drawing = Drawing(
      width: width, height: height,
      title:
        "Distances between the outlines of \(label.name), in steps of \(step) mm: \(Numbers.fixed(shares.first, 0)) percent lie below \(step) mm"
    )
    let (x, y) = drawing.axes(
      x: 0...width1, y: 0...(shares.max() ?? 1), xTitle: "Distance of outlines (mm)",
      yTitle: "Share of outlines (%)", isWidenedAcross: false)
    for (bin, share) in shares.enumerated() where share > 0 {
      drawing.elements.append(
        .rectangle(
          x: x(Double(bin) * step) + 0.5, y: y(share), width: max(1, x(step) - x(0) - 1),
          height: y(0) - y(share), .point))
    }
    if let tolerance = content.summary.settings.tolerances.first, tolerance < width1 {
      drawing.line(x(tolerance), y.end, x(tolerance), y.start, .middle, isDashed: true)
      drawing.text(x(tolerance) + 5, y.end + 12, "tolerance")
    }
    return drawing
  }

  /// Where the largest distances are in ``distances(of:width:height:)``, in words.
  func farthest(of label: LabelSummary) -> String {
    let sums = label.distances.map {
      zip($0.referenceToPrediction, $0.predictionToReference).map(+)
    }
    return Self.binCount(holding: 0.995, of: sums ?? []) == SurfaceDistanceHistogram.binCount
      ? "the last bar holds all that is farther" : "the farthest 0.5 % are left out"
  }

  /// How many of the first bins it takes for a share of the sum.
  private static func binCount(holding share: Double, of sums: [Double]) -> Int {
    let enough = share * sums.reduce(0, +)
    var below = 0.0
    return sums.firstIndex {
      below += $0
      return below >= enough
    }.map { $0 + 1 } ?? sums.count
  }

  /// A label's predicted volume (dot) and reference (tick) on the reference range (bar).
  func volumeRange(of score: LabelScore, range: ClosedRange<Double>?) -> Drawing? {
    guard let range, range.lowerBound < range.upperBound else { return nil }
    let all = [score.predictionInMillilitres, score.referenceInMillilitres ?? range.lowerBound]
    let scale = Scale(
      min(range.lowerBound, all.min() ?? 0)...max(range.upperBound, all.max() ?? 0), from: 8,
      to: 132, isWidened: false)
    var drawing = Drawing(
      width: 140, height: 20,
      title:
        "Prediction \(Numbers.millilitres(score.predictionInMillilitres)); \(content.referenceRangeTitle) from \(Numbers.millilitres(range.lowerBound)) to \(Numbers.millilitres(range.upperBound))"
    )
    drawing.elements.append(
      .rectangle(
        x: scale(range.lowerBound), y: 7, width: scale(range.upperBound) - scale(range.lowerBound),
        height: 6, .box))
    if let reference = score.referenceInMillilitres, reference > 0 {
      drawing.line(scale(reference), 2, scale(reference), 18, .reference)
    }
    drawing.elements.append(
      .dot(
        x: scale(score.predictionInMillilitres), y: 10, radius: 4.5, .prediction,
        title: drawing.title, caseNumber: nil))
    return drawing
  }

  private func volumes(
    of label: LabelSummary
  ) -> [(caseID: String, number: Int, reference: Double, prediction: Double)] {
    content.cases.enumerated().compactMap { number, entry in
      guard let score = entry.labels.first(where: { $0.label == label.label }),
        let reference = score.referenceInMillilitres,
        score.status != .absent
      else { return nil }
      return (entry.caseID, number + 1, reference, score.predictionInMillilitres)
    }
  }

  static func shortened(_ name: String, to count: Int = 17) -> String {
    name.count > count ? name.prefix(count - 1) + "…" : name
  }
}
