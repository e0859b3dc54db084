/// A part of an optimiser's state, with the name it has in checkpoints.
public enum OptimizerStatePart: String, CaseIterable, Sendable {
  /// Momentum, or AdamW's first moment.
  case first
  /// AdamW's second moment.
  case second
  /// The moving average of the parameters.
  case average
}
