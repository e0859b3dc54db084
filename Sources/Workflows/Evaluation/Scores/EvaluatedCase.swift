public import Foundation
public import Volumes

/// A scored case together with its volumes, for drawing it while it is in memory.
public struct EvaluatedCase: Sendable {
  public var score: CaseScore
  public var prediction: LabelMap
  /// On the same grid as the prediction; `nil` without references.
  public var reference: LabelMap?
  /// The scan on the same grid, where the data set holds it.
  public var image: Volume?
  /// The scan's files; empty where it lies in a data set.
  public var imageFiles: [URL]
  /// The name of the scan's first channel, such as "CT", where a data set says it.
  public var channel: String?
  /// The CRC-32 of the case's voxels in the data set that the reference comes from; `nil` for files.
  public var referenceChecksum: String?

  public init(
    score: CaseScore, prediction: LabelMap, reference: LabelMap?, image: Volume?,
    imageFiles: [URL] = [], channel: String? = nil, referenceChecksum: String? = nil
  ) {
    self.score = score
    self.prediction = prediction
    self.reference = reference
    self.image = image
    self.imageFiles = imageFiles
    self.channel = channel
    self.referenceChecksum = referenceChecksum
  }
}
