import Foundation

/// Maps numbers to a length of a figure, with round numbers to mark.
struct Scale {
  var range: ClosedRange<Double>
  var start: Double
  var end: Double

  /// - Parameter isWidened: True to widen the range to round numbers.
  init(_ range: ClosedRange<Double>, from start: Double, to end: Double, isWidened: Bool = true) {
    let step = Self.step(of: range)
    self.range =
      isWidened
      ? (range.lowerBound / step).rounded(.down) * step...(range.upperBound / step).rounded(.up)
        * step : range
    self.start = start
    self.end = end
  }

  func callAsFunction(_ value: Double) -> Double {
    let length = range.upperBound - range.lowerBound
    guard length > 0 else { return (start + end) / 2 }
    return start + (value - range.lowerBound) / length * (end - start)
  }

  var ticks: [Double] {
    let step = Self.step(of: range)
    let first = Int((range.lowerBound / step).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    return first <= last ? (first...last).map { Double($0) * step } : []
  }

  /// A tick in as few digits as the step has.
  func label(_ value: Double) -> String {
    let decimals = max(0, Int((-log10(Self.step(of: range))).rounded(.up)))
    let text = String(format: "%.\(min(6, decimals))f", value == 0 ? 0 : value)
    return text.replacingOccurrences(of: "-", with: "−")
  }

  /// 1, 2 or 5 times a power of ten, for four to six ticks.
  private static func step(of range: ClosedRange<Double>) -> Double {
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite else { return 1 }
    let power = pow(10, (log10(length / 5)).rounded(.down))
    let ratio = length / 5 / power
    return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10)
  }
}
