/// Voxels that are one label in the reference and another in the prediction.
public struct LabelConfusion: Sendable, Hashable, Codable {
  /// Label values; 0 is background.
  public var reference: Int
  public var prediction: Int
  public var voxels: Int

  public init(reference: Int, prediction: Int, voxels: Int) {
    self.reference = reference
    self.prediction = prediction
    self.voxels = voxels
  }
}
