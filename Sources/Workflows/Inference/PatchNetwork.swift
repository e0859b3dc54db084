public import Volumes

/// A network that maps patches of one size to logits of the same size.
public protocol PatchNetwork: AnyObject {
  var inputChannels: Int { get }
  /// Background included.
  var classes: Int { get }
  /// How many patches one call takes.
  var batch: Int { get }
  /// The size of a patch; depth 1 for a two-dimensional network.
  var patch: Extent { get }

  /// Computes the logits of a batch.
  /// - Parameters:
  ///   - images: batch x inputChannels x patch, C order.
  ///   - logits: batch x classes x patch, C order, every element to be written.
  func logits(
    _ images: UnsafeBufferPointer<Float>, into logits: UnsafeMutableBufferPointer<Float>) throws
}
