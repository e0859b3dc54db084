import Foundation

/// Student's t distribution.
enum StudentDistribution {
  /// The value that |t| exceeds with the given probability.
  /// - Parameters:
  ///   - probability: Of both tails, between 0 and 1.
  ///   - freedom: Degrees of freedom, at least 1.
  static func twoSidedQuantile(_ probability: Double, freedom: Int) -> Double {
    var low = 0.0
    var high = 1.0
    while tails(high, freedom) > probability, high < 1e12 { high *= 2 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if tails(middle, freedom) > probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The probability of |t| above a value: the regularised incomplete beta function of n / (n +
  /// t²).
  private static func tails(_ t: Double, _ freedom: Int) -> Double {
    let n = Double(freedom)
    return incompleteBeta(n / (n + t * t), n / 2, 0.5)
  }

  /// I_x(a, b) by its continued fraction.
  ///
  /// Source: Abramowitz and Stegun 1964, 26.5.8.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let logarithm: Double = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)
    let front = exp(logarithm) / a
    var c = 1.0
    var d = 1 / (1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...500 {
      let m = Double(step)
      let here = a + 2 * m
      let even: Double = m * (b - m) * x / ((here - 1) * here)
      let odd: Double = -(a + m) * (a + b + m) * x / (here * (here + 1))
      for term in [even, odd] {
        d = 1 / (1 + term * d)
        c = 1 + term / c
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-15 { break }
    }
    return front * fraction
  }
}
