import Preprocessing
public import Volumes

/// What a patch is taken from: a volume with its labels, or as much of it as the patch reaches.
public struct PatchSource {
  /// [channels, z, y, x] of ``box``.
  public let image: UnsafeBufferPointer<Float>
  /// Class indices, [z, y, x] of ``box``.
  public let labels: UnsafeBufferPointer<UInt8>
  public let channels: Int
  /// The part of the volume that is in memory.
  public let box: VoxelBox

  /// - Precondition: `image` and `labels` fill the box.
  public init(
    image: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, channels: Int,
    box: VoxelBox
  ) {
    precondition(image.count == channels * box.extent.count && labels.count == box.extent.count)
    self.image = image
    self.labels = labels
    self.channels = channels
    self.box = box
  }

  /// A whole volume.
  public init(
    image: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, channels: Int,
    extent: Extent
  ) {
    self.init(
      image: image, labels: labels, channels: channels,
      box: VoxelBox(whole: extent))
  }
}
