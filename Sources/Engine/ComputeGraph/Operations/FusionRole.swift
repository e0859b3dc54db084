/// What fusion may do with an operation.
package enum FusionRole: Hashable, Sendable {
  /// It stays by itself.
  case none
  /// Takes an addition and an activation after it into itself.
  case normalization(InstanceNormalization)
  /// Adds a residual to a normalisation.
  case addition
  /// An activation that may end a normalisation.
  case activation(slope: Float)
  /// Reads the parts of a concatenation where they are.
  case convolution(Convolution)
  /// Is left out where a convolution reads its parts.
  case concatenation
}
