public import Volumes

/// Draws the changes of a training patch: random choices here, arithmetic in the transforms.
///
/// Source: nnU-Net v2's `get_training_transforms`; the order of the intensity transforms is its own.
public struct Augmenter: Sendable {
  public let configuration: AugmentationConfiguration
  /// Two-dimensional or strongly anisotropic patches turn and scale in the plane of height and width alone.
  public let isPlanar: Bool

  /// - Parameter patch: Planar where its longest axis is more than three times its depth, as nnU-Net decides.
  public init(_ configuration: AugmentationConfiguration, patch: Extent) {
    self.configuration = configuration
    isPlanar = max(patch.height, patch.width) > 3 * patch.depth
  }

  /// Draws where a patch is taken from.
  public func spatialTransform(using generator: inout SeededGenerator) -> PatchTransform {
    let c = configuration
    var transform = PatchTransform()
    if generator.chance(c.rotationProbability) {
      let largest = c.rotationDegrees * .pi / 180
      for axis in 0..<(isPlanar ? 1 : 3) {
        transform.rotation[axis] = generator.uniform(in: -largest...largest)
      }
    }
    if generator.chance(c.scalingProbability) {
      let scale = Self.factor(c.scalingRange, &generator)
      for axis in (isPlanar ? 1 : 0)..<3 { transform.scale[axis] = scale }
    }
    if generator.chance(c.elasticProbability) {
      transform.nodes = isPlanar ? [2, 6, 6] : [6, 6, 6]
      let count = transform.nodes.reduce(1, *)
      transform.displacements = (0..<(3 * count)).map {
        isPlanar && $0 < count ? 0 : Float(generator.normal() * c.elasticDisplacement)
      }
    }
    for axis in c.mirrorAxes where generator.chance(0.5) { transform.mirror[axis] = true }
    return transform
  }

  /// Draws the changes of one channel.
  public func intensityTransforms(using generator: inout SeededGenerator) -> [IntensityTransform] {
    let c = configuration
    var transforms: [IntensityTransform] = []
    func range(_ pair: [Double]) -> ClosedRange<Double> { pair[0]...pair[1] }
    if generator.chance(c.noiseProbability) {
      let variance = generator.uniform(in: range(c.noiseVariance))
      transforms.append(
        .noise(deviation: Float(variance.squareRoot()), seed: generator.next()))
    }
    if generator.chance(c.blurProbability) {
      let sigma = generator.uniform(in: range(c.blurSigma))
      transforms.append(.blur(sigma: [isPlanar ? 0 : sigma, sigma, sigma]))
    }
    if generator.chance(c.brightnessProbability) {
      transforms.append(.brightness(factor: Float(Self.factor(c.brightnessRange, &generator))))
    }
    if generator.chance(c.contrastProbability) {
      transforms.append(.contrast(factor: Float(Self.factor(c.contrastRange, &generator))))
    }
    if generator.chance(c.lowResolutionProbability) {
      let factor = generator.uniform(in: range(c.lowResolutionRange))
      transforms.append(.lowResolution(factor: [isPlanar ? 1 : factor, factor, factor]))
    }
    if generator.chance(c.invertedGammaProbability) {
      let exponent = Float(Self.factor(c.gammaRange, &generator))
      transforms.append(.gamma(exponent: exponent, inverted: true))
    }
    if generator.chance(c.gammaProbability) {
      let exponent = Float(Self.factor(c.gammaRange, &generator))
      transforms.append(.gamma(exponent: exponent, inverted: false))
    }
    if generator.chance(c.biasFieldProbability) {
      transforms.append(
        .biasField(
          nodes: (0..<27).map { _ in Float(generator.normal() * c.biasFieldStrength) }))
    }
    if generator.chance(c.ghostingProbability) {
      let axis = isPlanar ? 1 + generator.integer(below: 2) : generator.integer(below: 3)
      let strength = Float(generator.uniform(in: range(c.ghostingStrength)))
      transforms.append(
        .ghosting(axis: axis, copies: 2 + generator.integer(below: 3), strength: strength))
    }
    if generator.chance(c.spikeProbability) {
      let frequency = (0..<3).map { _ in generator.uniform(in: -12...12).rounded() }
      let strength = Float(generator.uniform(in: range(c.spikeStrength)))
      transforms.append(.spike(frequency: frequency, strength: strength))
    }
    if generator.chance(c.cutOutProbability) {
      let size = (0..<3).map { _ in generator.uniform() * c.cutOutSize }
      let origin = size.map { generator.uniform() * (1 - $0) }
      transforms.append(.cutOut(origin: origin, size: size))
    }
    return transforms
  }

  /// Takes a patch out of a volume and changes it.
  ///
  /// Parameters are those of ``PatchTransform/sample(image:labels:channels:extent:spacing:center:patch:)``.
  public func sample(
    image: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, channels: Int,
    extent: Extent, spacing: Spacing, center: Extent, patch: Extent,
    using generator: inout SeededGenerator
  ) -> TrainingSample {
    var sample = spatialTransform(using: &generator).sample(
      image: image, labels: labels, channels: channels, extent: extent, spacing: spacing,
      center: center, patch: patch)
    for channel in 0..<channels {
      let transforms = intensityTransforms(using: &generator)
      sample.image.withUnsafeMutableBufferPointer { voxels in
        let part = UnsafeMutableBufferPointer(
          rebasing: voxels[(channel * patch.count)..<((channel + 1) * patch.count)])
        for transform in transforms { transform.apply(to: part, extent: patch) }
      }
    }
    return sample
  }

  /// A factor from below or above 1 with equal chance where the range holds 1, else anywhere in it.
  private static func factor(_ range: [Double], _ generator: inout SeededGenerator) -> Double {
    guard range[0] < 1, range[1] > 1 else { return generator.uniform(in: range[0]...range[1]) }
    return generator.chance(0.5)
      ? generator.uniform(in: range[0]...1) : generator.uniform(in: 1...range[1])
  }
}
