/// One factor for each sample of a batch from outside: 0 with the probability `rate`, else 1 / (1 - rate).
public struct SampleFactors: SourceOperation {
  public var rate: Float
  public var batch: Int

  package var name: String { "sample factors" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [.factors(batch: batch)] }
  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { false }
}
