/// How parameters follow their gradients.
public enum OptimizerKind: Hashable, Sendable, Codable {
  /// Stochastic gradient descent with momentum, as PyTorch's `SGD`. Source: Sutskever et al. 2013.
  case sgd(momentum: Float, nesterov: Bool, weightDecay: Float)
  /// Source: Loshchilov and Hutter 2019, arXiv:1711.05101, as PyTorch's `AdamW`.
  case adamW(beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float)
  /// Nesterov momentum made orthogonal for the weights of convolutions, AdamW for biases, normalisations and the
  /// convolutions that make logits.
  ///
  /// Orthogonal updates have 0.2 √max(rows, columns) times the learning rate, which is about the size of AdamW's, so that both
  /// share learning rate and weight decay.
  /// Source: Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"; the size after Liu et al. 2025, arXiv:2502.16982.
  case muon(
    momentum: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float)

  /// Whether it keeps two numbers for each parameter rather than one.
  package var hasSecondMoment: Bool {
    switch self {
    case .sgd: false
    case .adamW, .muon: true
    }
  }
}
