import CEvaluation
import Volumes

/// Centreline Dice: the harmonic mean of the share of the prediction's skeleton inside the
/// reference and of the reference's inside the prediction.
///
/// Source: Shit et al. 2021, "clDice: a novel topology-preserving loss function for tubular
/// structure segmentation"; skeletons by thinning after Lee et al. 1994.
enum CentrelineDice {
  /// - Returns: `nil` where a mask is empty.
  static func value(of masks: MaskPair) -> Double? {
    let size = masks.box.extent.axes
    let full = [size[0] + (masks.isPlanar ? 0 : 2), size[1] + 2, size[2] + 2].map(Int32.init)
    var shares: [Double] = []
    for (own, other) in [
      (MaskPair.prediction, MaskPair.reference), (MaskPair.reference, MaskPair.prediction),
    ] {
      var skeleton = masks.bytes.map { $0 & own != 0 ? UInt8(1) : 0 }
      guard seg_thin(&skeleton, full) == 0 else { return nil }
      var length = 0
      var inside = 0
      for (offset, voxel) in skeleton.enumerated() where voxel != 0 {
        length += 1
        inside += masks.bytes[offset] & other != 0 ? 1 : 0
      }
      guard length > 0 else { return nil }
      shares.append(Double(inside) / Double(length))
    }
    let sum = shares[0] + shares[1]
    return sum > 0 ? 2 * shares[0] * shares[1] / sum : 0
  }
}
