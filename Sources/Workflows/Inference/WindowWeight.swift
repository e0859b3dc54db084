import Foundation
public import Volumes

/// How much each voxel of a patch counts where patches overlap: most in the middle, least at the border.
///
/// A Gaussian of standard deviation patch/8 along each axis around voxel patch/2, scaled to the maximum 10 and rounded to half precision;
/// what is rounded to zero gets the smallest weight that is not.
/// Source: nnU-Net v2, `compute_gaussian`.
public enum WindowWeight {
  /// Shape: (z, y, x) of the patch.
  public static func gaussian(_ patch: Extent) -> [Float] {
    let profiles = patch.axes.map { size in
      (0..<size).map { position in
        let distance = Double(position - size / 2) / (Double(size) / 8)
        return exp(-0.5 * distance * distance)
      }
    }
    var weights: [Float] = []
    weights.reserveCapacity(patch.count)
    var smallest = Float.infinity
    for z in profiles[0] {
      for y in profiles[1] {
        for x in profiles[2] {
          let weight = Float(Float16(10 * z * y * x))
          if weight > 0 { smallest = min(smallest, weight) }
          weights.append(weight)
        }
      }
    }
    for index in weights.indices where weights[index] == 0 { weights[index] = smallest }
    return weights
  }
}
