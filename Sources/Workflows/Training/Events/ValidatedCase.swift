package import Volumes

/// A case that was predicted after an epoch, on the network's grid.
///
/// The buffers are lent: they are valid only while an observer is told of the case.
package struct ValidatedCase {
  package var id: String
  package var extent: Extent
  /// [channels, z, y, x], preprocessed.
  package var image: UnsafeBufferPointer<Float>
  /// Class indices [z, y, x] of the reference.
  package var labels: UnsafeBufferPointer<UInt8>
  /// One channel a class.
  package var logits: Volume

  package init(
    id: String, extent: Extent, image: UnsafeBufferPointer<Float>,
    labels: UnsafeBufferPointer<UInt8>, logits: Volume
  ) {
    self.id = id
    self.extent = extent
    self.image = image
    self.labels = labels
    self.logits = logits
  }
}
