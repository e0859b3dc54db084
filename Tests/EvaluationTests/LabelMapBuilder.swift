import Volumes

/// Builds small label maps for tests.
struct LabelMapBuilder {
  var map: LabelMap

  init(_ extent: Extent, spacing: Spacing = Spacing(1, 1, 1)) {
    map = LabelMap(
      geometry: Geometry(extent: extent, spacing: spacing),
      voxels: [UInt16](repeating: 0, count: extent.count))
  }

  /// The map with a box of one label, ranges in (z, y, x).
  func box(_ label: UInt16, _ z: Range<Int>, _ y: Range<Int>, _ x: Range<Int>) -> LabelMapBuilder {
    var result = self
    for k in z {
      for j in y { for i in x { result.map.voxels[map.extent.offset(k, j, i)] = label } }
    }
    return result
  }

  /// The map with every voxel whose centre lies within a radius in mm of a point in mm.
  func ball(_ label: UInt16, at center: (Double, Double, Double), radius: Double) -> LabelMapBuilder
  {
    var result = self
    let (extent, spacing) = (map.extent, map.spacing)
    for z in 0..<extent.depth {
      for y in 0..<extent.height {
        for x in 0..<extent.width {
          let dz = Double(z) * spacing.depth - center.0
          let dy = Double(y) * spacing.height - center.1
          let dx = Double(x) * spacing.width - center.2
          if dz * dz + dy * dy + dx * dx <= radius * radius {
            result.map.voxels[extent.offset(z, y, x)] = label
          }
        }
      }
    }
    return result
  }
}
