package import Volumes

extension LogitsSlab {
  /// Some planes of a volume.
  package init(_ planes: Range<Int>, of volume: Volume) {
    let (extent, area) = (volume.extent, volume.extent.height * volume.extent.width)
    var values: [Float] = []
    values.reserveCapacity(volume.channels * planes.count * area)
    for channel in 0..<volume.channels {
      let start = channel * extent.count
      values +=
        volume.voxels[(start + planes.lowerBound * area)..<(start + planes.upperBound * area)]
    }
    self.init(
      planes: planes, height: extent.height, width: extent.width, channels: volume.channels,
      values: values)
  }

  /// Calls `body` with slab after slab of a volume.
  package static func forEach(
    of volume: Volume, _ body: (consuming LogitsSlab) throws -> Void
  ) rethrows {
    let (extent, depth) = (volume.extent, volume.extent.depth)
    let step = planes(ofValues: volume.channels * extent.height * extent.width)
    for first in stride(from: 0, to: depth, by: step) {
      try body(LogitsSlab(first..<min(depth, first + step), of: volume))
    }
  }
}
