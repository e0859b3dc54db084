import CEvaluation
public import Volumes

/// Draws cases with replacement to find how far a mean can be trusted.
///
/// The same seed gives the same interval.
///
/// Source: Efron 1987, "Better bootstrap confidence intervals" (bias-corrected and accelerated,
/// BCa).
public struct Bootstrap: Sendable, Hashable {
  public var samples: Int
  /// Where the draws begin; derive one for each interval, so that no interval depends on which
  /// others are asked for.
  public var generator: SeededGenerator

  public init(samples: Int, generator: SeededGenerator) {
    self.samples = samples
    self.generator = generator
  }

  /// The 95 % interval of the mean; `nil` below two values or without samples.
  public func intervalOfMean(of values: [Double]) -> [Double]? {
    let count = values.count
    guard count > 1, samples > 0 else { return nil }
    let mean = Distribution.mean(of: values)
    if values.allSatisfy({ $0 == values[0] }) { return [values[0], values[0]] }
    let means = sampledMeans(of: values).sorted()

    // Half of the ties count, and never all or none, so that the correction stays finite.
    let below = Double(means.count { $0 < mean }) + Double(means.count { $0 == mean }) / 2
    let share = min(max(below, 0.5), Double(samples) - 0.5) / Double(samples)
    let bias = NormalDistribution.quantile(share)
    let acceleration = Self.acceleration(of: values, mean: mean)
    return [0.025, 0.975].map { level in
      let z = bias + NormalDistribution.quantile(level)
      let corrected = NormalDistribution.cumulative(bias + z / (1 - acceleration * z))
      return Distribution.quantile(corrected, ofSorted: means)
    }
  }

  /// The means of all samples, in the order of the draws.
  func sampledMeans(of values: [Double]) -> [Double] {
    var generator = generator
    let seed = generator.next()
    return [Double](unsafeUninitializedCapacity: samples) { means, filled in
      seg_bootstrap_means(values, Int64(values.count), Int64(samples), seed, means.baseAddress)
      filled = samples
    }
  }

  /// From the jackknife of the mean.
  private static func acceleration(of values: [Double], mean: Double) -> Double {
    var cubes = 0.0
    var squares = 0.0
    for value in values {
      // mean of the jackknife - jackknife value, up to a factor that cancels
      let influence = value - mean
      cubes += influence * influence * influence
      squares += influence * influence
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }
}
