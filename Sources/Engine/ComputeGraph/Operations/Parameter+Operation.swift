extension Parameter: SourceOperation {
  package func results(of inputs: [TensorType]) -> [TensorType] { [.parameter(shape)] }
  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { true }
}
