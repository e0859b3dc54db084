import Foundation
import Training

/// The course of a training as a picture: loss, Dice of every class, learning rate and speed over time.
struct ProgressChart {
  var log: TrainingLog

  private static let colors = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
  ]
  private static let left = 64.0
  private static let right = 590.0
  private static let panelHeight = 250.0

  private struct Panel {
    var title: String
    var format: String
    /// `nil` for from the least to the greatest value.
    var range: ClosedRange<Double>?
    var series: [(name: String?, color: String, points: [(seconds: Double, value: Double)])]
  }

  private var panels: [Panel] {
    func points(_ value: (EpochRecord) -> Double?) -> [(seconds: Double, value: Double)] {
      log.records.compactMap { record in
        value(record).flatMap { $0.isFinite ? (record.seconds, $0) : nil }
      }
    }
    let black = Self.colors[6]
    let dice = log.classes.enumerated().map { index, name in
      (
        name: Optional(name), color: Self.colors[index % (Self.colors.count - 1)],
        points: points { index < $0.dice.count ? $0.dice[index] : nil }
      )
    }
    return [
      Panel(
        title: "Training loss", format: "%.2f", series: [(nil, black, points { $0.loss })]),
      Panel(title: "Validation Dice", format: "%.2f", range: 0...1, series: dice),
      Panel(
        title: "Learning rate", format: "%.1e", series: [(nil, black, points { $0.learningRate })]),
      Panel(
        title: "Steps per second, validation included", format: "%.2f",
        range: 0...max(speeds.map(\.value).max() ?? 1, 1e-6), series: [(nil, black, speeds)]),
    ]
  }

  /// Steps per second of every epoch.
  private var speeds: [(seconds: Double, value: Double)] {
    zip(log.records, log.records.dropFirst()).compactMap { before, record in
      let seconds = record.seconds - before.seconds
      return seconds > 0 ? (record.seconds, Double(record.step - before.step) / seconds) : nil
    }
  }

  /// The picture as SVG.
  var svg: String {
    let panels = panels
    let end = max(log.records.last?.seconds ?? 1, 1)
    let height = Self.panelHeight * Double(panels.count) + 20
    func x(_ seconds: Double) -> Double {
      Self.left + (Self.right - Self.left) * seconds / end
    }
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 \(Int(height))\" font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Loss, validation Dice, learning rate and speed over the training time\">",
      "<rect width=\"760\" height=\"\(Int(height))\" fill=\"#fff\"/>",
    ]
    for (index, item) in panels.enumerated() {
      let top = Self.panelHeight * Double(index) + 40
      let bottom = top + Self.panelHeight - 70
      let values = item.series.flatMap { $0.points.map(\.value) }
      let low = item.range?.lowerBound ?? values.min() ?? 0
      let high = max(item.range?.upperBound ?? values.max() ?? 1, low + 1e-9)
      parts.append(panel(item, top: top, bottom: bottom, low: low, high: high))
      for (place, series) in item.series.enumerated() {
        parts.append(
          line(
            series.points.map { (x($0.seconds), y($0.value, top, bottom, low, high)) }, series.color
          ))
        guard let name = series.name, place < 10 else { continue }
        let legend = top + 6 + Double(place) * 18
        let value = series.points.last.map { String(format: " %.3f", $0.value) } ?? ""
        parts.append(
          "<rect x=\"606\" y=\"\(legend - 9)\" width=\"12\" height=\"4\" fill=\"\(series.color)\"/>"
            + "<text x=\"624\" y=\"\(legend - 3)\">\(Self.escaped(name))\(value)</text>")
      }
    }
    for tick in 0...4 {
      let seconds = end * Double(tick) / 4
      parts.append(
        "<text x=\"\(x(seconds))\" y=\"\(height - 26)\" text-anchor=\"middle\" fill=\"#555\">\(Self.time(seconds))</text>"
      )
    }
    parts.append(
      "<text x=\"\((Self.left + Self.right) / 2)\" y=\"\(height - 6)\" text-anchor=\"middle\" fill=\"#555\">training time (h:mm:ss)</text></svg>"
    )
    return parts.joined(separator: "\n") + "\n"
  }

  private func panel(
    _ panel: Panel, top: Double, bottom: Double, low: Double, high: Double
  ) -> String {
    var parts = [
      "<text x=\"\(Self.left)\" y=\"\(top - 14)\" font-weight=\"600\">\(panel.title)</text>"
    ]
    for tick in 0...4 {
      let value = low + (high - low) * Double(tick) / 4
      let place = y(value, top, bottom, low, high)
      parts.append(
        "<line x1=\"\(Self.left)\" x2=\"\(Self.right)\" y1=\"\(place)\" y2=\"\(place)\" stroke=\"#ddd\"/>"
          + "<text x=\"\(Self.left - 8)\" y=\"\(place + 4)\" text-anchor=\"end\" fill=\"#555\">\(String(format: panel.format, value))</text>"
      )
    }
    return parts.joined(separator: "\n")
  }

  private func y(_ value: Double, _ top: Double, _ bottom: Double, _ low: Double, _ high: Double)
    -> Double
  {
    bottom - (bottom - top) * (value - low) / max(high - low, 1e-9)
  }

  private func line(_ points: [(Double, Double)], _ color: String) -> String {
    let text = points.map { String(format: "%.1f,%.1f", $0.0, $0.1) }.joined(separator: " ")
    return "<polyline points=\"\(text)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.8\"/>"
  }

  static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }

  static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }
}
