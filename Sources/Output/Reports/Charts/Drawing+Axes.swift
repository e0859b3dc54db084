extension Drawing {
  /// Draws two axes with their ticks, grid and titles.
  /// - Parameters:
  ///   - x: What the horizontal axis spans at least.
  ///   - y: What the vertical axis spans at least.
  ///   - isWidenedAcross: Whether the horizontal axis ends at round numbers.
  /// - Returns: The scales of both.
  mutating func axes(
    x: ClosedRange<Double>, y: ClosedRange<Double>, xTitle: String,
    yTitle: String, isWidenedAcross: Bool = true
  ) -> (x: Scale, y: Scale) {
    let (left, right, top, bottom) = (62.0, width - 22, 10.0, height - 50)
    let horizontal = Scale(x, from: left, to: right, isWidened: isWidenedAcross)
    let vertical = Scale(y, from: bottom, to: top)
    for tick in vertical.ticks {
      line(left, vertical(tick), right, vertical(tick), .grid)
      text(left - 8, vertical(tick) + 4, vertical.label(tick), .end)
    }
    for tick in horizontal.ticks {
      line(horizontal(tick), bottom, horizontal(tick), bottom + 4, .axis)
      text(horizontal(tick), bottom + 18, horizontal.label(tick), .middle)
    }
    line(left, bottom, right, bottom, .axis)
    text((left + right) / 2, bottom + 40, xTitle, .middle)
    text(14, (top + bottom) / 2, yTitle, .middle, isVertical: true)
    return (horizontal, vertical)
  }
}
