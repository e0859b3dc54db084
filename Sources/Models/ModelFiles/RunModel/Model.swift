/// A trained network with all that is needed to use it.
public struct Model: Sendable {
  public var description: ModelDescription
  /// By the names of the network's parameters, as PyTorch would store them.
  public var weights: [String: Safetensors.Tensor]
  /// The folder it was read from, for messages.
  public var source: String

  public init(
    description: ModelDescription, weights: [String: Safetensors.Tensor], source: String
  ) {
    self.description = description
    self.weights = weights
    self.source = source
  }
}
