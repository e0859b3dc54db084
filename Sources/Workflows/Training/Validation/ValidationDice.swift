import Volumes

/// Dice of every foreground class from sums over cases.
struct ValidationDice {
  private var intersections: [Int]
  private var sizes: [Int]

  init(classes: Int) {
    intersections = [Int](repeating: 0, count: classes)
    sizes = [Int](repeating: 0, count: classes)
  }

  /// Adds a case.
  /// - Parameter logits: One channel a class on the labels' grid.
  mutating func add(logits: Volume, labels: UnsafeBufferPointer<UInt8>) {
    let count = logits.extent.count
    logits.voxels.withUnsafeBufferPointer { values in
      for voxel in 0..<count {
        var best = 0
        for channel in 1..<logits.channels
        where values[channel * count + voxel] > values[best * count + voxel] {
          best = channel
        }
        let label = Int(labels[voxel])
        sizes[best] += 1
        if label < sizes.count { sizes[label] += 1 }
        if best == label { intersections[best] += 1 }
      }
    }
  }

  /// By foreground class; `nil` for classes that neither occur nor are predicted.
  var values: [Double?] {
    intersections.indices.dropFirst().map {
      sizes[$0] > 0 ? 2 * Double(intersections[$0]) / Double(sizes[$0]) : nil
    }
  }
}
