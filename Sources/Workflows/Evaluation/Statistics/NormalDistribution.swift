import Foundation

/// The standard normal distribution.
enum NormalDistribution {
  /// The probability of a value up to `z`.
  static func cumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  /// The value up to which a probability lies; infinite for 0 and 1.
  ///
  /// Newton's steps on a first guess by Abramowitz and Stegun 1964, 26.2.23.
  static func quantile(_ probability: Double) -> Double {
    guard probability > 0 else { return -.infinity }
    guard probability < 1 else { return .infinity }
    if probability > 0.5 { return -quantile(1 - probability) }
    let t = (-2 * log(probability)).squareRoot()
    var z =
      -(t - (2.515517 + t * (0.802853 + t * 0.010328))
        / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
    for _ in 0..<4 {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      guard density > 0 else { break }
      let step = (cumulative(z) - probability) / density
      // Halley's correction of Newton's step
      z -= step / (1 + z * step / 2)
    }
    return z
  }
}
