/// Inputs: logits, labels. Results: the loss, the sums per sample and class that its gradient needs.
extension SegmentationLoss: OperationDefinition {
  package var name: String { "loss" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    let logits = inputs[0].shape
    return [.scalar, .sums(batch: logits.batch, classes: logits.channels)]
  }

  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { true }

  package func gradient(_ context: GradientContext) -> [GradientStep] {
    let gradient = SegmentationLossGradient(loss: self, weight: context.lossWeight)
    return [
      .compute(
        .segmentationLossGradient(gradient), [.input(0), .input(1), .result(1)], targets: [0])
    ]
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  package var recomputation: RecomputationCost { .never }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .none }
}

/// The gradient of the logits of a loss, times `weight`.
///
/// Inputs: logits, labels, sums.
public struct SegmentationLossGradient: Hashable, Sendable {
  public var loss: SegmentationLoss
  public var weight: Float
}

extension SegmentationLossGradient: BackwardOperation {
  package var name: String { "loss gradient" }
  package func results(of inputs: [TensorType]) -> [TensorType] { [inputs[0]] }
  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
}
