extension VolumeAgreement {
  /// - Parameters:
  ///   - reference: Volumes in ml, one for each case in which either mask holds the label.
  ///   - prediction: Of the same cases.
  /// - Returns: `nil` where there is no case.
  public init?(reference: [Double], prediction: [Double]) {
    guard !reference.isEmpty, reference.count == prediction.count else { return nil }
    let differences = zip(prediction, reference).map { $0 - $1 }
    let bias = Distribution.mean(of: differences)
    self.init(count: reference.count, bias: bias)
    guard let deviation = Distribution.standardDeviation(of: differences) else { return }
    standardDeviation = deviation
    limitsOfAgreement = [bias - 1.96 * deviation, bias + 1.96 * deviation]
    let n = Double(count)
    let reach =
      StudentDistribution.twoSidedQuantile(0.05, freedom: count - 1) * deviation / n.squareRoot()
    biasInterval = [bias - reach, bias + reach]

    let r = Distribution.mean(of: reference)
    let p = Distribution.mean(of: prediction)
    var rr = 0.0
    var pp = 0.0
    var rp = 0.0
    for (x, y) in zip(reference, prediction) {
      rr += (x - r) * (x - r)
      pp += (y - p) * (y - p)
      rp += (x - r) * (y - p)
    }
    if rr > 0, pp > 0 { pearson = max(-1, min(1, rp / (rr * pp).squareRoot())) }
    let spread = rr + pp + n * (r - p) * (r - p)
    if spread > 0 { concordance = 2 * rp / spread }
    intraclass = Self.intraclass(n: n, rr: rr, pp: pp, rp: rp, r: r, p: p)
  }

  /// ICC(2,1) from the mean squares of cases, raters and the rest.
  private static func intraclass(
    n: Double, rr: Double, pp: Double, rp: Double, r: Double, p: Double
  ) -> Double? {
    let betweenCases = (rr + pp + 2 * rp) / 2
    let betweenRaters = n * (r - p) * (r - p) / 2
    let total = rr + pp + betweenRaters
    let meanCases = betweenCases / (n - 1)
    let rest = (total - betweenCases - betweenRaters) / (n - 1)
    let denominator = meanCases + rest + 2 * (betweenRaters - rest) / n
    return denominator != 0 ? (meanCases - rest) / denominator : nil
  }
}
