import Inference
import Volumes

/// A network without context: every logit is a linear function of the voxel's own intensities.
final class PointwiseNetwork: PatchNetwork {
  let inputChannels: Int
  let batch: Int
  let patch: Extent
  /// Of each class: a bias, then a factor for every channel.
  let coefficients: [[Float]]
  private(set) var calls = 0

  init(coefficients: [[Float]], batch: Int = 1, patch: Extent) {
    self.coefficients = coefficients
    self.batch = batch
    self.patch = patch
    inputChannels = (coefficients.first?.count ?? 1) - 1
  }

  var classes: Int { coefficients.count }

  func logits(
    _ images: UnsafeBufferPointer<Float>, into logits: UnsafeMutableBufferPointer<Float>
  ) throws {
    calls += 1
    let size = patch.count
    for sample in 0..<batch {
      for (label, coefficients) in coefficients.enumerated() {
        for voxel in 0..<size {
          var logit = coefficients[0]
          for channel in 0..<inputChannels {
            logit +=
              coefficients[channel + 1] * images[(sample * inputChannels + channel) * size + voxel]
          }
          logits[(sample * classes + label) * size + voxel] = logit
        }
      }
    }
  }
}

/// A network with context and direction: logits from the intensity and its differences along each axis, zero outside the patch.
final class GradientNetwork: PatchNetwork {
  let inputChannels = 1
  let classes = 4
  let batch: Int
  let patch: Extent

  init(batch: Int = 1, patch: Extent) {
    self.batch = batch
    self.patch = patch
  }

  func logits(
    _ images: UnsafeBufferPointer<Float>, into logits: UnsafeMutableBufferPointer<Float>
  ) throws {
    for sample in 0..<batch {
      let base = sample * patch.count
      func value(_ z: Int, _ y: Int, _ x: Int) -> Float {
        guard (0..<patch.depth).contains(z), (0..<patch.height).contains(y),
          (0..<patch.width).contains(x)
        else { return 0 }
        return images[base + patch.offset(z, y, x)]
      }
      for z in 0..<patch.depth {
        for y in 0..<patch.height {
          for x in 0..<patch.width {
            let logit = [
              value(z, y, x), value(z + 1, y, x) - value(z, y, x),
              2 * (value(z, y + 1, x) - value(z, y, x)), 3 * (value(z, y, x + 1) - value(z, y, x)),
            ]
            for label in 0..<classes {
              logits[(sample * classes + label) * patch.count + patch.offset(z, y, x)] =
                logit[label]
            }
          }
        }
      }
    }
  }
}
