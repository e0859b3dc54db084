/// An image batch from outside, float32 in C order.
public struct ImageInput: SourceOperation {
  public var label: String
  public var shape: Shape

  package var name: String { "input \(label)" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [.features(shape)] }
  package var storage: FeatureStorage { .image }
  package var takesGradient: Bool { false }
}
