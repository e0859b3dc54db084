/// Logits or probabilities of one channel, resampled to the voxels of the input that the crop kept.
///
/// Shape: (z, y, x) in canonical order, C order.
package struct RestoredScores: Sendable {
  package let channel: Int
  /// Which planes of the box that the crop kept, along the canonical z axis.
  package let planes: Range<Int>
  package let values: [Float]
}
