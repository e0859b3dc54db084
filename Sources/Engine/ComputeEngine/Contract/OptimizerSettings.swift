/// How an optimiser updates parameters.
public struct OptimizerSettings: Hashable, Sendable {
  public var kind: OptimizerKind
  /// The norm to which the gradient of all parameters together is cut, or `nil` not to.
  public var gradientClip: Float?
  /// The decay of an exponential moving average of the parameters, or `nil` for none.
  public var averageDecay: Float?
  /// Whether several batches make one update together.
  public var accumulates: Bool

  public init(
    _ kind: OptimizerKind, gradientClip: Float? = nil, averageDecay: Float? = nil,
    accumulates: Bool = false
  ) {
    self.kind = kind
    self.gradientClip = gradientClip
    self.averageDecay = averageDecay
    self.accumulates = accumulates
  }

  /// The decay of the moving average in an update, counted from 1.
  ///
  /// Early on the average follows quickly, and the first time it takes the parameters as they are, so that it does not
  /// remember the zeros it starts from.
  package func averageDecay(inStep step: Int) -> Float? {
    averageDecay.map { min($0, Float(step - 1) / Float(step + 8)) }
  }
}
