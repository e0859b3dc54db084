public import Labels
public import Volumes

/// What models say about one image.
public struct Prediction: Sendable {
  /// On the grid of the image, with the values that files hold.
  public var labels: LabelMap
  /// One channel per class on the grid of the image, if they were asked for.
  public var probabilities: Volume?
  /// The mean over the predicted labels of the mean probability that each has in its voxels, on the network's grid, if it was asked for and
  /// there is foreground.
  public var confidence: Double?

  public init(labels: LabelMap, probabilities: Volume? = nil, confidence: Double? = nil) {
    self.labels = labels
    self.probabilities = probabilities
    self.confidence = confidence
  }

  /// The volume of every foreground label of a table in millilitres, in its order.
  public func volumes(_ table: LabelScheme) -> [(label: LabelScheme.Entry, millilitres: Double)] {
    let counts = labels.histogram()
    return table.entries.dropFirst().map { entry in
      let voxels = Int(entry.value) < counts.count ? counts[Int(entry.value)] : 0
      return (entry, Double(voxels) * labels.spacing.voxelVolumeInMillilitres)
    }
  }
}
