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

  /// Draws the changes of intensities: one list for each channel.
  ///
  /// Whether a change happens is drawn once a patch, how strong it is for each channel on its own; noise is equally strong
  /// in all.
  public func intensityTransforms(channels: Int, using generator: inout SeededGenerator)
    -> [[IntensityTransform]]
  {
    let c = configuration
    var transforms = [[IntensityTransform]](repeating: [], count: channels)
    func add(
      _ probability: Double, channelProbability: Double = 1,
      _ draw: (inout SeededGenerator) -> IntensityTransform
    ) {
      guard generator.chance(probability) else { return }
      for channel in 0..<channels {
        guard channelProbability >= 1 || generator.chance(channelProbability) else { continue }
        transforms[channel].append(draw(&generator))
      }
    }
    var deviation: Float?
    add(c.noiseProbability) {
      let drawn = deviation ?? Float(Self.value(c.noiseVariance, &$0).squareRoot())
      deviation = drawn
      return .noise(deviation: drawn, seed: $0.next())
    }
    add(c.blurProbability, channelProbability: c.channelProbability) {
      let sigma = Self.value(c.blurSigma, &$0)
      return .blur(sigma: [isPlanar ? 0 : sigma, sigma, sigma])
    }
    add(c.brightnessProbability) {
      .brightness(factor: Float(Self.factor(c.brightnessRange, &$0)))
    }
    add(c.contrastProbability) { .contrast(factor: Float(Self.factor(c.contrastRange, &$0))) }
    add(c.lowResolutionProbability, channelProbability: c.channelProbability) {
      let factor = Self.value(c.lowResolutionRange, &$0)
      return .lowResolution(factor: [isPlanar ? 1 : factor, factor, factor])
    }
    add(c.invertedGammaProbability) {
      .gamma(exponent: Float(Self.factor(c.gammaRange, &$0)), inverted: true)
    }
    add(c.gammaProbability) {
      .gamma(exponent: Float(Self.factor(c.gammaRange, &$0)), inverted: false)
    }
    add(c.biasFieldProbability) { generator in
      .biasField(nodes: (0..<27).map { _ in Float(generator.normal() * c.biasFieldStrength) })
    }
    add(c.ghostingProbability) {
      let axis = isPlanar ? 1 + $0.integer(below: 2) : $0.integer(below: 3)
      let strength = Float(Self.value(c.ghostingStrength, &$0))
      return .ghosting(axis: axis, copies: 2 + $0.integer(below: 3), strength: strength)
    }
    add(c.spikeProbability) { generator in
      let frequency = (0..<3).map { _ in generator.uniform(in: -12...12).rounded() }
      return .spike(
        frequency: frequency, strength: Float(Self.value(c.spikeStrength, &generator)))
    }
    add(c.cutOutProbability) { generator in
      let size = (0..<3).map { _ in generator.uniform() * c.cutOutSize }
      let origin = size.map { generator.uniform() * (1 - $0) }
      return .cutOut(origin: origin, size: size)
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
    let transforms = intensityTransforms(channels: channels, using: &generator)
    for (channel, transforms) in transforms.enumerated() {
      sample.image.withUnsafeMutableBufferPointer { voxels in
        let part = UnsafeMutableBufferPointer(
          rebasing: voxels[(channel * patch.count)..<((channel + 1) * patch.count)])
        for transform in transforms { transform.apply(to: part, extent: patch) }
      }
    }
    return sample
  }

  private static func value(_ range: [Double], _ generator: inout SeededGenerator) -> Double {
    generator.uniform(in: range[0]...range[1])
  }

  /// A factor from below or above 1 with equal chance where the range holds 1, else anywhere in it.
  private static func factor(_ range: [Double], _ generator: inout SeededGenerator) -> Double {
    guard range[0] < 1, range[1] > 1 else { return generator.uniform(in: range[0]...range[1]) }
    return generator.chance(0.5)
      ? generator.uniform(in: range[0]...1) : generator.uniform(in: 1...range[1])
  }
}
