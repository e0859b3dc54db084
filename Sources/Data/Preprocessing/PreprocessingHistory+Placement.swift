package import Volumes

/// Where canonical voxels of the cropped box stand in the input.
extension PreprocessingHistory {
  /// Puts labels of some planes of the box into a map on the input's grid.
  package func place(_ labels: [UInt16], planes: Range<Int>, into map: inout LabelMap) {
    orientation.place(labels, of: box(planes), into: &map.voxels, from: 0)
  }

  /// Puts values of some planes of the box into a channel of a volume on the input's grid.
  package func place(
    _ values: [Float], planes: Range<Int>, into volume: inout Volume, channel: Int
  ) {
    let start = volume.range(ofChannel: channel).lowerBound
    orientation.place(values, of: box(planes), into: &volume.voxels, from: start)
  }

  private func box(_ planes: Range<Int>) -> VoxelBox {
    var part = box
    part.origin.z += planes.lowerBound
    part.extent.depth = planes.count
    return part
  }
}
