private import Foundation

/// The value of a region term and its derivatives, from the sums of one class.
///
/// Kept apart from the passes over voxels, so that every variant shares them.
public struct RegionSums: Hashable, Sendable {
  /// Σ p·y.
  public var intersection: Double
  /// Σ p, or Σ p² where the variant asks for it.
  public var prediction: Double
  /// Σ y.
  public var target: Double

  public init(intersection: Double, prediction: Double, target: Double) {
    self.intersection = intersection
    self.prediction = prediction
    self.target = target
  }

  /// The term's value (without its weight) and its derivatives by I and P.
  public func evaluate(
    _ term: SegmentationLoss.RegionTerm
  ) -> (value: Double, byIntersection: Double, byPrediction: Double) {
    let s = Double(term.smooth)
    let (i, p, g) = (intersection, prediction, target)
    switch term.kind {
    case .dice, .squaredDice, .logDice:
      let denominator = max(p + g + s, 1e-8)
      let score = (2 * i + s) / denominator
      let byI = 2 / denominator
      let byP = -score / denominator
      if term.kind == .logDice {
        let safe = max(score, 1e-12)
        return (-log(safe), -byI / safe, -byP / safe)
      }
      return (-score, -byI, -byP)
    case .jaccard:
      let denominator = max(p + g - i + s, 1e-8)
      let score = (i + s) / denominator
      return (-score, -(1 / denominator + score / denominator), score / denominator)
    case .tversky, .focalTversky:
      let (a, b) = (Double(term.alpha), Double(term.beta))
      let denominator = max(i + a * (p - i) + b * (g - i) + s, 1e-8)
      let score = (i + s) / denominator
      let byI = 1 / denominator - score / denominator * (1 - a - b)
      let byP = -score / denominator * a
      if term.kind == .focalTversky {
        let miss = max(1 - score, 1e-7)
        let outer = -Double(term.focus) * pow(miss, Double(term.focus) - 1)
        return (pow(miss, Double(term.focus)), outer * byI, outer * byP)
      }
      return (-score, -byI, -byP)
    }
  }
}
