/// Voxels of a volume by what reference and prediction say about one label.
public struct ConfusionCounts: Sendable, Hashable {
  /// In both masks.
  public var truePositives: Int
  /// In the prediction alone.
  public var falsePositives: Int
  /// In the reference alone.
  public var falseNegatives: Int
  /// In neither.
  public var trueNegatives: Int

  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// Voxels of the reference.
  public var reference: Int { truePositives + falseNegatives }
  /// Voxels of the prediction.
  public var prediction: Int { truePositives + falsePositives }
  public var total: Int { reference + falsePositives + trueNegatives }
}
