extension AugmentationConfiguration {
  /// Probabilities with what they are of, in the order in which the changes are made.
  private static let probabilities:
    [(name: String, key: any WritableKeyPath<Self, Double> & Sendable)] = [
      ("rotation", \.rotationProbability), ("scaling", \.scalingProbability),
      ("elastic", \.elasticProbability), ("noise", \.noiseProbability), ("blur", \.blurProbability),
      ("brightness", \.brightnessProbability), ("contrast", \.contrastProbability),
      ("low resolution", \.lowResolutionProbability),
      ("inverted gamma", \.invertedGammaProbability), ("gamma", \.gammaProbability),
      ("bias field", \.biasFieldProbability), ("ghosting", \.ghostingProbability),
      ("motion", \.motionProbability), ("spike", \.spikeProbability),
      ("cut-out", \.cutOutProbability),
    ]

  /// Every change that may happen, on its own and always: what shows it or measures it.
  public var parts: [(name: String, configuration: AugmentationConfiguration)] {
    var silent = self
    silent.mirrorAxes = []
    silent.channelProbability = 1
    for (_, key) in Self.probabilities { silent[keyPath: key] = 0 }
    var parts = Self.probabilities.filter { self[keyPath: $0.key] > 0 }.map { name, key in
      var part = silent
      part[keyPath: key] = 1
      return (name: name, configuration: part)
    }
    if !mirrorAxes.isEmpty {
      var part = silent
      part.mirrorAxes = mirrorAxes
      parts.append((name: "mirroring", configuration: part))
    }
    return parts
  }
}
