import Volumes

/// The random choices of stochastic depth.
package enum PathFactors {
  /// A factor for each sample: 0 with the probability `rate`, else 1 / (1 - rate).
  ///
  /// - Parameters:
  ///   - batch: Its number in the training; the choices depend on it, the block and the seed alone.
  package static func draw(rate: Float, samples: Int, seed: UInt64, batch: Int, block: Int)
    -> [Float]
  {
    // A stream apart from those of patches, which begin with the step.
    var generator = SeededGenerator(seed: seed, stream: [-1, batch, block])
    return (0..<samples).map { _ in generator.chance(Double(rate)) ? 0 : 1 / (1 - rate) }
  }
}
