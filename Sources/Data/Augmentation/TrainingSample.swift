public import Volumes

/// A patch with its labels.
public struct TrainingSample: Sendable {
  public var channels: Int
  public var extent: Extent
  /// [channels, z, y, x].
  public var image: [Float]
  /// Class indices, [z, y, x].
  public var labels: [UInt8]

  public init(channels: Int, extent: Extent, image: [Float], labels: [UInt8]) {
    self.channels = channels
    self.extent = extent
    self.image = image
    self.labels = labels
  }
}
