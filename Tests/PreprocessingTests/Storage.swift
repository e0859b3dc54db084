import Volumes

/// The ways in which files store one and the same image.
enum Storage {
  /// All 48 ways to store a volume: permutations of its axes with reversals.
  static let all: [(order: [Int], flips: [Bool])] = {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    return orders.flatMap { order in
      (0..<8).map { (order, [$0 & 1 != 0, $0 & 2 != 0, $0 & 4 != 0]) }
    }
  }()

  /// The same image stored along other axes: voxel axis a of the result is axis `order[a]` of the source.
  static func stored(_ volume: Volume, _ order: [Int], _ flips: [Bool]) -> Volume {
    let sizes = [volume.extent.width, volume.extent.height, volume.extent.depth]
    let new = order.map { sizes[$0] }
    let extent = Extent(depth: new[2], height: new[1], width: new[0])
    var voxels = volume.voxels
    for k in 0..<new[2] {
      for j in 0..<new[1] {
        for i in 0..<new[0] {
          var source = [0, 0, 0]
          for (axis, index) in [i, j, k].enumerated() {
            source[order[axis]] = flips[axis] ? new[axis] - 1 - index : index
          }
          voxels[extent.offset(k, j, i)] =
            volume.voxels[volume.extent.offset(source[2], source[1], source[0])]
        }
      }
    }
    var rows = [Double](repeating: 0, count: 12)
    let affine = volume.geometry.affine
    var corner = [0.0, 0.0, 0.0]
    for axis in 0..<3 where flips[axis] { corner[order[axis]] = Double(new[axis] - 1) }
    let origin = affine.apply(corner[0], corner[1], corner[2])
    for (row, start) in [origin.x, origin.y, origin.z].enumerated() {
      for axis in 0..<3 {
        rows[row * 4 + axis] = affine[row, order[axis]] * (flips[axis] ? -1 : 1)
      }
      rows[row * 4 + 3] = start
    }
    return Volume(
      geometry: Geometry(extent: extent, affine: Affine(rows: rows)), channels: 1, voxels: voxels)
  }

  /// The same for labels.
  static func stored(_ labels: LabelMap, _ order: [Int], _ flips: [Bool]) -> LabelMap {
    let map = stored(
      Volume(geometry: labels.geometry, channels: 1, voxels: labels.voxels.map(Float.init)), order,
      flips)
    return LabelMap(geometry: map.geometry, voxels: map.voxels.map { UInt16($0) })
  }

  static func phantom() -> (Volume, LabelMap) {
    let extent = Extent(7, 9, 11)
    // Oblique: turned by a few degrees about two axes.
    let affine = Affine(rows: [
      0.98, 0.05, -0.2, -12, -0.06, 1.47, 0.1, 30, 0.19, -0.09, 2.4, 5,
    ])
    var generator = SeededGenerator(seed: 5)
    var voxels = (0..<extent.count).map { _ in Float(generator.normal() + 4) }
    var labels = voxels.map { UInt16($0 > 4.6 ? 2 : $0 > 3.8 ? 1 : 0) }
    for z in 0..<7 {
      for y in 0..<9 {
        for x in 0..<11 where z == 0 || y < 2 || x == 10 {
          voxels[extent.offset(z, y, x)] = 0
          labels[extent.offset(z, y, x)] = 0
        }
      }
    }
    let geometry = Geometry(extent: extent, affine: affine)
    return (
      Volume(geometry: geometry, channels: 1, voxels: voxels),
      LabelMap(geometry: geometry, voxels: labels)
    )
  }
}
