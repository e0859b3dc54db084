/// An image of one or more channels on a grid in the patient.
///
/// Shape: C order (channel, z, y, x), x fastest. A 2D image has depth 1.
public struct Volume: Sendable {
  public var geometry: Geometry
  /// The number of channels (modalities, or classes of a probability map).
  public let channels: Int
  /// `channels * geometry.extent.count` values.
  public var voxels: [Float]

  /// - Precondition: `voxels` holds `channels * geometry.extent.count` values.
  public init(geometry: Geometry, channels: Int, voxels: [Float]) {
    precondition(
      voxels.count == channels * geometry.extent.count,
      "a volume of \(channels) x \(geometry.extent) cannot have \(voxels.count) values")
    self.geometry = geometry
    self.channels = channels
    self.voxels = voxels
  }

  public var extent: Extent { geometry.extent }
  public var spacing: Spacing { geometry.spacing }

  /// The positions in `voxels` of one channel.
  public func range(ofChannel channel: Int) -> Range<Int> {
    channel * extent.count..<(channel + 1) * extent.count
  }
}
