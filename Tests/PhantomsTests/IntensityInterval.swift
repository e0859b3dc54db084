import Phantoms
import Volumes

/// The best that an interval of intensities can do for a label, found with knowledge of the truth.
enum IntensityInterval {
  /// The highest Dice over all intervals between the borders of 160 bins.
  static func bestDice(for label: UInt16, image: Volume, labels: LabelMap) -> Double {
    let bins = 160
    let values = image.voxels.prefix(labels.voxels.count)
    guard let first = values.min(), let last = values.max(), last > first else { return 0 }
    // Borders at even steps of intensity: what a person with a slider tries.
    let scale = Float(bins) / (last - first)
    var inside = [Double](repeating: 0, count: bins)
    var all = [Double](repeating: 0, count: bins)
    for (value, own) in zip(values, labels.voxels) {
      let bin = min(bins - 1, Int((value - first) * scale))
      all[bin] += 1
      if own == label { inside[bin] += 1 }
    }
    let total = inside.reduce(0, +)
    guard total > 0 else { return 0 }
    var best = 0.0
    for low in 0..<bins {
      var hits = 0.0
      var chosen = 0.0
      for high in low..<bins {
        hits += inside[high]
        chosen += all[high]
        best = max(best, 2 * hits / (chosen + total))
      }
    }
    return best
  }
}

extension LabelMap {
  /// The volume of each label in ml.
  var millilitres: [Double] {
    histogram().map { Double($0) * spacing.voxelVolumeInMillilitres }
  }

  /// The middle of a label in RAS+ mm, or `nil` where it is absent.
  func centroid(of label: UInt16) -> (x: Double, y: Double, z: Double)? {
    var sum = (i: 0, j: 0, k: 0)
    var count = 0
    var offset = 0
    for k in 0..<extent.depth {
      for j in 0..<extent.height {
        for i in 0..<extent.width {
          if voxels[offset] == label {
            sum = (sum.i + i, sum.j + j, sum.k + k)
            count += 1
          }
          offset += 1
        }
      }
    }
    guard count > 0 else { return nil }
    func mean(_ value: Int) -> Double { Double(value) / Double(count) }
    return geometry.affine.apply(mean(sum.i), mean(sum.j), mean(sum.k))
  }
}

extension Volume {
  /// The values of the first channel where the label map has a label.
  func values(where label: UInt16, in labels: LabelMap) -> [Float] {
    zip(voxels, labels.voxels).filter { $0.1 == label }.map(\.0)
  }
}

extension Array where Element == Float {
  var mean: Double { reduce(0) { $0 + Double($1) } / Double(Swift.max(1, count)) }
  var standardDeviation: Double {
    let mean = self.mean
    let squares = reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (squares / Double(Swift.max(1, count))).squareRoot()
  }
}
