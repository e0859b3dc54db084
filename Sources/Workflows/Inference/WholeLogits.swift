package import Labels
package import Volumes

/// Keeps the logits of the whole volume, or the mean of several times as many.
package struct WholeLogits: LogitsSink {
  /// One channel per class on the network's grid.
  package private(set) var volume: Volume
  private var networks = 0
  private var addedNetworks: Int

  /// - Parameter networks: Of how many networks the first logits are the mean.
  package init(geometry: Geometry, classes: Int, networks: Int = 1) {
    volume = Volume(
      geometry: geometry, channels: classes,
      voxels: [Float](repeating: 0, count: classes * geometry.extent.count))
    addedNetworks = networks
  }

  /// Announces that the slabs to come are again those of the whole volume, the mean of so many other networks.
  package mutating func beginNext(networks count: Int) {
    networks += addedNetworks
    addedNetworks = count
  }

  package mutating func receive(_ slab: consuming LogitsSlab) {
    let (count, depth) = (slab.count, volume.extent.depth)
    let area = slab.height * slab.width
    let share = Float(networks) / Float(networks + addedNetworks)
    for channel in 0..<slab.channels {
      let start = (channel * depth + slab.planes.lowerBound) * area
      slab.withChannel(channel) { values in
        volume.voxels.withUnsafeMutableBufferPointer { whole in
          for voxel in 0..<count {
            whole[start + voxel] =
              networks == 0
              ? values[voxel] : share * whole[start + voxel] + (1 - share) * values[voxel]
          }
        }
      }
    }
  }
}
