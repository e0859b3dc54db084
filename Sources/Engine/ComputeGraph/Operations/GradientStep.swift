/// A part of an operation's gradient.
package enum GradientStep: Hashable, Sendable {
  /// Computes gradients of inputs.
  ///
  /// `targets` holds, for every result, the input whose gradient it is. Left out where none of these takes a gradient.
  case compute(Operation, [GradientOperand], targets: [Int])
  /// The gradient of the output is that of each of these inputs.
  case pass(to: [Int])
  /// The inputs are losses that take part with these factors.
  case weigh([Float])
}

/// Something that a gradient is computed from.
package enum GradientOperand: Hashable, Sendable {
  /// An input of the operation.
  case input(Int)
  /// A result of the operation.
  case result(Int)
  /// One of the gradients that have arrived at the output, from its users.
  case arrived(Int)
  /// The sum of them.
  case sum
}

/// What an operation is told to make its gradient.
package struct GradientContext: Hashable, Sendable {
  package var inputs: [TensorType]
  /// How many gradients have arrived at the output.
  package var arrivedCount: Int
  /// The factor with which a loss takes part.
  package var lossWeight: Float

  /// The shape of a feature map among the inputs.
  func shape(_ input: Int) -> Shape { inputs[input].shape }
}
