/// What it costs to compute a feature map a second time.
package enum RecomputationCost: Hashable, Sendable {
  /// It is always kept.
  case never
  /// A pass over memory.
  case memoryPass
  /// Its arithmetic.
  case arithmetic
  /// As cheap as a pass over memory, but what is computed from it then has to be computed again, too: the last one to drop.
  case blockEnd
}

/// How an operation is computed a second time.
package struct Repetition: Hashable, Sendable {
  package var operation: Operation
  /// Its inputs, from the inputs and results of the first time.
  package var operands: [GradientOperand]

  package init(_ operation: Operation, _ operands: [GradientOperand]) {
    self.operation = operation
    self.operands = operands
  }
}
