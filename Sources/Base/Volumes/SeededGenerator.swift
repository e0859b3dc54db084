private import Foundation

/// A random generator whose stream depends on its seed alone.
///
/// Derive one for every sample from (seed, epoch, case, index): results then do not depend on the order of threads.
///
/// Source: SplitMix64, Steele et al. 2014, "Fast splittable pseudorandom number generators".
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable, Codable {
  public private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A generator for one place in a sequence of choices: the same numbers always give the same stream.
  public init(seed: UInt64, stream: [Int]) {
    var generator = SeededGenerator(seed: seed)
    for part in stream {
      let mixed = generator.next() ^ (UInt64(bitPattern: Int64(part)) &* 0xD6E8_FEB8_6659_FD93)
      generator = SeededGenerator(seed: mixed)
      _ = generator.next()
    }
    self = generator
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number drawn evenly from 0 (included) to 1 (excluded).
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number drawn evenly from a range.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }

  /// A whole number drawn evenly from 0 up to, not including, `bound`.
  /// - Precondition: `bound` is positive.
  public mutating func integer(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// A number drawn from the normal distribution of mean 0 and standard deviation 1 (Box and Muller 1958).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// True with the given probability.
  public mutating func chance(_ probability: Double) -> Bool { uniform() < probability }
}
