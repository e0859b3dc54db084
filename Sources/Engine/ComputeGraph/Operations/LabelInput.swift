/// Class indices from outside, one byte a voxel.
public struct LabelInput: SourceOperation {
  public var label: String
  public var shape: Shape

  package var name: String { "labels \(label)" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [.labels(shape)] }
  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { false }
}
