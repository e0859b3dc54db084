import Foundation

/// The course of a training as a picture: loss above, Dice of every class below, over time.
struct ProgressChart {
  var log: TrainingLog

  private static let colors = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
  ]
  private static let width = 760.0
  private static let left = 64.0
  private static let right = 590.0

  /// The picture as SVG.
  var svg: String {
    let records = log.records
    let end = max(records.last?.seconds ?? 1, 1)
    let losses = records.map(\.loss).filter(\.isFinite)
    let low = min(losses.min() ?? -1, (losses.max() ?? 0) - 0.1)
    let high = losses.max() ?? 1
    func x(_ seconds: Double) -> Double {
      Self.left + (Self.right - Self.left) * seconds / end
    }
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 520\" font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Loss and validation Dice over the training time\">",
      "<rect width=\"760\" height=\"520\" fill=\"#fff\"/>",
    ]
    parts.append(panel("Training loss", top: 40, bottom: 220, low: low, high: high))
    parts.append(
      line(
        records.filter { $0.loss.isFinite }.map {
          (x($0.seconds), y($0.loss, 40, 220, low, high))
        }, Self.colors[6]))
    parts.append(panel("Validation Dice", top: 290, bottom: 470, low: 0, high: 1))
    for (index, name) in log.classes.enumerated() {
      let color = Self.colors[index % (Self.colors.count - 1)]
      let points = records.compactMap { record -> (Double, Double)? in
        guard index < record.dice.count, let dice = record.dice[index] else { return nil }
        return (x(record.seconds), y(dice, 290, 470, 0, 1))
      }
      parts.append(line(points, color))
      guard index < 12 else { continue }
      let top = 296 + Double(index) * 18
      let last = records.last?.dice.indices.contains(index) == true ? records.last?.dice[index] : nil
      let value = last.map { String(format: " %.3f", $0) } ?? ""
      parts.append(
        "<rect x=\"606\" y=\"\(top - 9)\" width=\"12\" height=\"4\" fill=\"\(color)\"/>"
          + "<text x=\"624\" y=\"\(top - 3)\">\(Self.escaped(name))\(value)</text>")
    }
    for tick in 0...4 {
      let seconds = end * Double(tick) / 4
      parts.append(
        "<text x=\"\(x(seconds))\" y=\"492\" text-anchor=\"middle\" fill=\"#555\">\(Self.time(seconds))</text>")
    }
    parts.append(
      "<text x=\"\((Self.left + Self.right) / 2)\" y=\"512\" text-anchor=\"middle\" fill=\"#555\">training time (h:mm:ss)</text></svg>")
    return parts.joined(separator: "\n") + "\n"
  }

  private func panel(
    _ title: String, top: Double, bottom: Double, low: Double, high: Double
  ) -> String {
    var parts = ["<text x=\"\(Self.left)\" y=\"\(top - 14)\" font-weight=\"600\">\(title)</text>"]
    for tick in 0...4 {
      let value = low + (high - low) * Double(tick) / 4
      let place = y(value, top, bottom, low, high)
      parts.append(
        "<line x1=\"\(Self.left)\" x2=\"\(Self.right)\" y1=\"\(place)\" y2=\"\(place)\" stroke=\"#ddd\"/>"
          + "<text x=\"\(Self.left - 8)\" y=\"\(place + 4)\" text-anchor=\"end\" fill=\"#555\">\(String(format: "%.2f", value))</text>"
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

  private static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }
}
