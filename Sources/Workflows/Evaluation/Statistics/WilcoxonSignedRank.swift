/// The Wilcoxon signed-rank test of paired differences, two-sided.
///
/// Differences of 0 are left out (Wilcoxon's way); ties share the mean of their ranks. Up to 50
/// differences the probability is exact, ties included, from the distribution over all signs;
/// above, normal with correction for ties and none for continuity, as SciPy has it.
///
/// Source: Wilcoxon 1945, "Individual comparisons by ranking methods"; Streitberg and Röhmel 1986
/// for the shift algorithm.
public struct WilcoxonSignedRank: Sendable, Hashable {
  /// The smaller of the sums of ranks of positive and negative differences.
  public var statistic: Double
  public var pValue: Double
  /// Differences other than 0.
  public var count: Int
  public var isExact: Bool

  /// - Returns: `nil` where no difference is other than 0.
  public init?(differences: [Double]) {
    let differences = differences.filter { $0 != 0 }
    guard !differences.isEmpty else { return nil }
    count = differences.count
    let (doubledRanks, ties) = Self.doubledRanks(of: differences.map(abs))
    var positive = 0
    var negative = 0
    for (difference, rank) in zip(differences, doubledRanks) {
      if difference > 0 { positive += rank } else { negative += rank }
    }
    statistic = Double(min(positive, negative)) / 2
    isExact = count <= 50
    if isExact {
      pValue = Self.exactProbability(of: min(positive, negative), doubledRanks: doubledRanks)
    } else {
      let n = Double(count)
      let mean = n * (n + 1) / 4
      let tieTerm = ties.reduce(0.0) { $0 + Double($1 * $1 * $1 - $1) }
      let variance = n * (n + 1) * (2 * n + 1) / 24 - tieTerm / 48
      let z = (statistic - mean) / variance.squareRoot()
      pValue = min(1, 2 * NormalDistribution.cumulative(z))
    }
  }

  /// Twice the mean rank of each value, which is whole, and how many values each tie holds.
  private static func doubledRanks(of values: [Double]) -> (ranks: [Int], ties: [Int]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Int](repeating: 0, count: values.count)
    var ties: [Int] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = start + 1 + end }
      ties.append(end - start)
      start = end
    }
    return (ranks, ties)
  }

  /// Twice the probability of a sum up to `sum` when every sign is as likely as the other.
  private static func exactProbability(of sum: Int, doubledRanks: [Int]) -> Double {
    var probabilities = [Double](repeating: 0, count: doubledRanks.reduce(0, +) + 1)
    probabilities[0] = 1
    var reached = 0
    for rank in doubledRanks {
      reached += rank
      for total in stride(from: reached, through: 0, by: -1) {
        let with = total >= rank ? probabilities[total - rank] : 0
        probabilities[total] = (probabilities[total] + with) / 2
      }
    }
    return min(1, 2 * probabilities[0...sum].reduce(0, +))
  }
}
