import Volumes

/// How the intensities of one channel are brought to a common scale.
///
/// Source: nnU-Net v2's normalisation schemes.
public enum Normalization: Hashable, Sendable, Codable {
  /// (x − mean) / standard deviation of the image itself; where `masked`, of the voxels that are not 0 in some channel and
  /// the holes between them, all others staying as they are.
  case zScore(masked: Bool)
  /// Clipped to a range in HU, then (x − mean) / standard deviation, all four taken from the foreground of the training data.
  case ct(lower: Float, upper: Float, mean: Float, standardDeviation: Float)
  /// The image's own range to 0 ... 1.
  case minMax
  case none

  /// Normalises one channel.
  /// - Parameter mask: What masked z-scores are taken of; they need it.
  func apply(to voxels: inout [Float], mask: NonZeroMask?) {
    voxels.withUnsafeMutableBufferPointer { buffer in
      switch self {
      case .zScore(masked: false):
        let statistics = buffer.statistics
        buffer.rescale(
          center: Float(statistics.mean),
          factor: Float(1 / max(statistics.standardDeviation, 1e-8)))
      case .zScore(masked: true):
        guard let mask else { preconditionFailure("a masked z-score without a mask") }
        var inside: [Float] = []
        inside.reserveCapacity(mask.count)
        for index in buffer.indices where mask.isInside[index] { inside.append(buffer[index]) }
        let statistics = inside.withUnsafeBufferPointer(IntensityStatistics.init(of:))
        let factor = Float(1 / max(statistics.standardDeviation, 1e-8))
        let mean = Float(statistics.mean)
        for index in buffer.indices where mask.isInside[index] {
          buffer[index] = (buffer[index] - mean) * factor
        }
      case .ct(let lower, let upper, let mean, let deviation):
        buffer.clamp(lower, upper)
        buffer.rescale(center: mean, factor: 1 / max(deviation, 1e-8))
      case .minMax:
        let statistics = buffer.statistics
        let range = statistics.greatest - statistics.least
        buffer.rescale(
          center: Float(statistics.least), factor: Float(range > 0 ? 1 / range : 0))
      case .none: break
      }
    }
  }
}
