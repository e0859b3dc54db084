import Volumes

/// Places of every class in a label map, so that patches with rare classes are found without a search.
///
/// Per class at most 10 000 voxels, but at least 1 %, as nnU-Net keeps them.
public struct ForegroundIndex: Sendable, Hashable {
  /// By class index: offsets of voxels, empty for classes that do not occur; background is left out.
  public let places: [[Int32]]

  /// - Parameters:
  ///   - labels: Class indices.
  ///   - seed: Chooses which voxels are kept.
  public init(_ labels: [UInt8], classes: Int, seed: UInt64) {
    var counts = [Int](repeating: 0, count: 256)
    for label in labels { counts[Int(label)] += 1 }
    var generator = SeededGenerator(seed: seed)
    // Selection sampling (Knuth, volume 2, algorithm S): every voxel of a class is kept with equal chance, in one pass.
    var wanted = counts.map { min($0, max(10_000, $0 / 100)) }
    var left = counts
    var places = [[Int32]](repeating: [], count: classes)
    for (offset, label) in labels.enumerated() where label != 0 && Int(label) < classes {
      let label = Int(label)
      if wanted[label] == left[label] || generator.integer(below: left[label]) < wanted[label] {
        places[label].append(Int32(offset))
        wanted[label] -= 1
      }
      left[label] -= 1
    }
    self.places = places
  }

  /// The foreground classes that occur.
  public var classes: [Int] { places.indices.filter { !places[$0].isEmpty } }
}
