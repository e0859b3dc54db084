/// What a graph and its backends need to know of an operation, whatever computes it.
package protocol OperationDefinition: Hashable, Sendable {
  /// What it is called in profiles and messages.
  var name: String { get }

  /// The types of the results, which follow from those of the inputs.
  /// - Precondition: there are as many inputs as the operation takes, of its kinds.
  func results(of inputs: [TensorType]) -> [TensorType]

  /// How the feature maps that it makes are stored.
  var storage: FeatureStorage { get }

  /// Whether a gradient of its result is of use: false for what comes from outside.
  var takesGradient: Bool { get }

  /// The gradients of its inputs, as further operations.
  func gradient(_ context: GradientContext) -> [GradientStep]

  /// Multiplications and additions of a run; 0 where memory traffic counts, not arithmetic.
  func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double

  /// What it costs to compute its result a second time in the backward pass, rather than keep it.
  var recomputation: RecomputationCost { get }

  /// How it is computed a second time; `nil` where nothing is known by then that makes it shorter.
  var repetition: Repetition? { get }

  /// What it may be joined with.
  var fusion: FusionRole { get }
}

/// An operation of the backward pass: it has no gradient itself, is not computed twice, and is not joined with others.
package protocol BackwardOperation: OperationDefinition {}

extension BackwardOperation {
  package var storage: FeatureStorage { .planPrecision }
  package var takesGradient: Bool { false }
  package func gradient(_ context: GradientContext) -> [GradientStep] {
    preconditionFailure("\(name) has no gradient")
  }
  package var recomputation: RecomputationCost { .never }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .none }
}

/// Something that comes from outside: nothing computes it.
package protocol SourceOperation: OperationDefinition {}

extension SourceOperation {
  package func gradient(_ context: GradientContext) -> [GradientStep] { [] }
  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  package var recomputation: RecomputationCost { .never }
  package var repetition: Repetition? { nil }
  package var fusion: FusionRole { .none }
}
