import CKernels

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
      guard let start = buffer.baseAddress else { return }
      let count = Int64(buffer.count)
      var moments = [0.0, 0.0, 0.0, 0.0]
      switch self {
      case .zScore(masked: false):
        seg_moments(start, count, &moments)
        seg_rescale(start, count, Float(moments[0]), Float(1 / max(moments[1], 1e-8)), 0)
      case .zScore(masked: true):
        guard let mask else { preconditionFailure("a masked z-score without a mask") }
        var inside: [Float] = []
        inside.reserveCapacity(mask.count)
        for index in buffer.indices where mask.isInside[index] { inside.append(buffer[index]) }
        seg_moments(inside, Int64(inside.count), &moments)
        let factor = Float(1 / max(moments[1], 1e-8))
        let mean = Float(moments[0])
        for index in buffer.indices where mask.isInside[index] {
          buffer[index] = (buffer[index] - mean) * factor
        }
      case .ct(let lower, let upper, let mean, let deviation):
        seg_clamp(start, count, lower, upper)
        seg_rescale(start, count, mean, 1 / max(deviation, 1e-8), 0)
      case .minMax:
        seg_moments(start, count, &moments)
        let range = moments[3] - moments[2]
        seg_rescale(start, count, Float(moments[2]), Float(range > 0 ? 1 / range : 0), 0)
      case .none: break
      }
    }
  }
}
