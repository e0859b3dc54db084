public import Volumes

/// Draws the changes of a training patch: random choices here, arithmetic in the transforms.
///
/// Source: nnU-Net v2's `get_training_transforms`; the order of the intensity transforms is its own.
public struct Augmenter: Sendable {
  public let configuration: AugmentationConfiguration
  /// The axis across which slices and strongly anisotropic patches neither turn nor scale, as spacing is too coarse there.
  public let normal: Int?
  /// In degrees, for the axes z, y, x.
  private let largestAngles: [Double]
  /// Axes that have more than one voxel.
  private let axes: [Int]

  /// - Parameter patch: Flat across an axis along which another one is more than three times as long, as nnU-Net decides for the first.
  public init(_ configuration: AugmentationConfiguration, patch: Extent) {
    self.configuration = configuration
    axes = (0..<3).filter { patch[$0] > 1 }
    let sizes = patch.axes
    let longest = sizes.max() ?? 1
    let shortest = (0..<3).min { sizes[$0] < sizes[$1] } ?? 0
    guard longest > 3 * sizes[shortest] else {
      normal = nil
      largestAngles = [Double](repeating: configuration.rotationDegrees, count: 3)
      return
    }
    normal = shortest
    let others = (0..<3).filter { $0 != shortest }.map { sizes[$0] }
    let isElongated = sizes[shortest] == 1 && 2 * longest > 3 * (others.min() ?? 1)
    var angles = [0.0, 0, 0]
    angles[shortest] =
      isElongated
      ? min(15, configuration.planarRotationDegrees) : configuration.planarRotationDegrees
    largestAngles = angles
  }

  /// Draws all changes of a patch.
  public func draw(channels: Int, using generator: inout SeededGenerator) -> PatchAugmentation {
    PatchAugmentation(
      spatial: spatialTransform(using: &generator),
      intensity: intensityTransforms(channels: channels, using: &generator))
  }

  /// Draws where a patch is taken from.
  public func spatialTransform(using generator: inout SeededGenerator) -> PatchTransform {
    let c = configuration
    var transform = PatchTransform()
    if generator.chance(c.rotationProbability) {
      for axis in 0..<3 where largestAngles[axis] > 0 {
        let largest = largestAngles[axis] * .pi / 180
        transform.rotation[axis] = generator.uniform(in: -largest...largest)
      }
    }
    if generator.chance(c.scalingProbability) {
      let scale = Self.factor(c.scalingRange, &generator)
      for axis in 0..<3 where axis != normal { transform.scale[axis] = scale }
    }
    if generator.chance(c.elasticProbability) {
      transform.nodes = (0..<3).map { $0 == normal ? 2 : 6 }
      transform.displacements = displacements(nodes: transform.nodes, &generator)
    }
    for axis in c.mirrorAxes where generator.chance(0.5) && axes.contains(axis) {
      transform.mirror[axis] = true
    }
    return transform
  }

  /// Displacements of all nodes; in the plane alone and the same across it where there is one.
  private func displacements(nodes: [Int], _ generator: inout SeededGenerator) -> [Float] {
    let drawn = nodes.enumerated().map { $0.offset == normal ? 1 : $0.element }
    var result: [Float] = []
    for axis in 0..<3 {
      let values = (0..<drawn.reduce(1, *)).map { _ in
        axis == normal ? 0 : Float(generator.normal() * configuration.elasticDisplacement)
      }
      for z in 0..<nodes[0] {
        for y in 0..<nodes[1] {
          for x in 0..<nodes[2] {
            let (i, j, k) = (z % drawn[0], y % drawn[1], x % drawn[2])
            result.append(values[(i * drawn[1] + j) * drawn[2] + k])
          }
        }
      }
    }
    return result
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
      var sigma = [0.0, 0, 0]
      for axis in axes { sigma[axis] = Self.value(c.blurSigma, &$0) }
      return .blur(sigma: sigma)
    }
    add(c.brightnessProbability) {
      .brightness(factor: Float(Self.factor(c.brightnessRange, &$0)))
    }
    add(c.contrastProbability) { .contrast(factor: Float(Self.factor(c.contrastRange, &$0))) }
    add(c.lowResolutionProbability, channelProbability: c.channelProbability) {
      let factor = Self.value(c.lowResolutionRange, &$0)
      return .lowResolution(factor: (0..<3).map { $0 == normal ? 1 : factor })
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
      let planar = axes.filter { $0 != normal }
      let axis = planar.isEmpty ? 2 : planar[$0.integer(below: planar.count)]
      let strength = Float(Self.value(c.ghostingStrength, &$0))
      return .ghosting(axis: axis, copies: 2 + $0.integer(below: 3), strength: strength)
    }
    // Nothing is drawn where it cannot happen: pipelines without it keep their patches.
    if c.motionProbability > 0 {
      add(c.motionProbability) { .motion(motion(using: &$0)) }
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

  /// One to three moves at random times; what is taken around the middle of k-space is where the patient is seen.
  private func motion(using generator: inout SeededGenerator) -> Motion {
    let planar = axes.filter { $0 != normal }
    let phase = planar.isEmpty ? 2 : planar[generator.integer(below: planar.count)]
    let times = (0..<(1 + generator.integer(below: 3))).map { _ in generator.uniform() }.sorted()
    let largest = configuration.motionDegrees * .pi / 180
    var moves: [Motion.Move] = []
    for (start, end) in zip([0] + times, times + [1]) where !(start <= 0.5 && 0.5 < end) {
      var move = Motion.Move(start: start, end: end)
      for axis in planar {
        move.shift[axis] = generator.uniform(in: -1...1) * configuration.motionShift
      }
      for axis in 0..<3 where (0..<3).allSatisfy({ $0 == axis || planar.contains($0) }) {
        move.rotation[axis] = generator.uniform(in: -largest...largest)
      }
      moves.append(move)
    }
    return Motion(phaseAxis: phase, moves: moves)
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
