/// A part of a network: a value that records its operations when called with a tensor.
public protocol Layer: Hashable, Sendable {
  func callAsFunction(_ input: Tensor) -> Tensor
}
