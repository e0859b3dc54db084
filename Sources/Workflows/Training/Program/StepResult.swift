/// What a training step came to.
public struct StepResult: Hashable, Sendable {
  /// The loss of the batch before the update.
  ///
  /// Not finite where the update was left out.
  public var loss: Float
  /// The norm of the gradient before clipping.
  public var gradientNorm: Float

  public init(loss: Float, gradientNorm: Float) {
    self.loss = loss
    self.gradientNorm = gradientNorm
  }
}
