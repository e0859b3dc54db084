/// Which changes training patches go through, how likely and how strong each is.
///
/// Ranges are drawn from evenly. Angles in degrees.
public struct AugmentationConfiguration: Hashable, Sendable, Codable {
  public var rotationProbability = 0.0
  /// Largest rotation about each axis, in degrees.
  public var rotationDegrees = 0.0
  /// Largest rotation of slices and of patches that are more than three times as long in a plane as across it, in degrees; slices
  /// more than 1.5 times as long as wide turn by 15 at most.
  public var planarRotationDegrees = 0.0
  public var scalingProbability = 0.0
  public var scalingRange = [1.0, 1.0]
  public var elasticProbability = 0.0
  /// Standard deviation of the displacement of nodes, in voxels of the finest axis.
  public var elasticDisplacement = 2.0
  /// Reversed axes (0 depth, 1 height, 2 width), each with probability 1/2.
  public var mirrorAxes: [Int] = []
  public var noiseProbability = 0.0
  /// Variance of the noise, for images of variance 1.
  public var noiseVariance = [0.0, 0.1]
  public var blurProbability = 0.0
  /// In voxels.
  public var blurSigma = [0.5, 1.0]
  /// How likely each channel takes part where a patch is blurred or loses resolution.
  public var channelProbability = 1.0
  public var brightnessProbability = 0.0
  public var brightnessRange = [0.75, 1.25]
  public var contrastProbability = 0.0
  public var contrastRange = [0.75, 1.25]
  public var lowResolutionProbability = 0.0
  public var lowResolutionRange = [0.5, 1.0]
  public var gammaProbability = 0.0
  public var invertedGammaProbability = 0.0
  public var gammaRange = [0.7, 1.5]
  public var biasFieldProbability = 0.0
  /// Standard deviation of the logarithm of the field.
  public var biasFieldStrength = 0.3
  public var ghostingProbability = 0.0
  public var ghostingStrength = [0.1, 0.4]
  public var motionProbability = 0.0
  /// Largest rotation about each axis between parts of k-space, in degrees.
  public var motionDegrees = 5.0
  /// Largest shift along each axis between them, in voxels.
  public var motionShift = 3.0
  public var spikeProbability = 0.0
  public var spikeStrength = [0.1, 0.5]
  public var cutOutProbability = 0.0
  /// Largest edge of the box as a part of the patch.
  public var cutOutSize = 0.3

  public init() {}

  /// Plain crops.
  public static let none = AugmentationConfiguration()

  /// Small rotations and scalings, little noise: for short training.
  ///
  /// No mirroring, which confuses left and right.
  public static let light: AugmentationConfiguration = {
    var light = AugmentationConfiguration()
    light.rotationProbability = 0.3
    light.rotationDegrees = 15
    light.planarRotationDegrees = 15
    light.scalingProbability = 0.3
    light.scalingRange = [0.85, 1.2]
    light.noiseProbability = 0.1
    light.noiseVariance = [0, 0.05]
    light.brightnessProbability = 0.15
    light.brightnessRange = [0.85, 1.15]
    light.contrastProbability = 0.15
    light.contrastRange = [0.8, 1.25]
    light.gammaProbability = 0.15
    light.gammaRange = [0.8, 1.25]
    return light
  }()

  /// What the light preset does, a little more often, with elastic deformation, blur and lost resolution: the default.
  ///
  /// Chosen by experiment on small MR volumes: see Benchmarks/README.md.
  public static let standard: AugmentationConfiguration = {
    var standard = light
    standard.rotationProbability = 0.4
    standard.rotationDegrees = 20
    standard.planarRotationDegrees = 20
    standard.elasticProbability = 0.2
    standard.elasticDisplacement = 3
    standard.blurProbability = 0.1
    standard.lowResolutionProbability = 0.1
    standard.gammaProbability = 0.3
    return standard
  }()

  /// nnU-Net v2's defaults; mirrors along every axis.
  public static let nnUNet: AugmentationConfiguration = {
    var full = AugmentationConfiguration()
    full.rotationProbability = 0.2
    full.rotationDegrees = 30
    full.planarRotationDegrees = 180
    full.scalingProbability = 0.2
    full.scalingRange = [0.7, 1.4]
    full.mirrorAxes = [0, 1, 2]
    full.noiseProbability = 0.1
    full.blurProbability = 0.2
    full.brightnessProbability = 0.15
    full.contrastProbability = 0.15
    full.lowResolutionProbability = 0.25
    full.channelProbability = 0.5
    full.gammaProbability = 0.3
    full.invertedGammaProbability = 0.1
    return full
  }()

  /// What is wrong, in words, or `nil`.
  public var problem: String? {
    let probabilities = [
      rotationProbability, scalingProbability, elasticProbability, noiseProbability,
      blurProbability, brightnessProbability, contrastProbability, lowResolutionProbability,
      gammaProbability, invertedGammaProbability, biasFieldProbability, ghostingProbability,
      motionProbability, spikeProbability, cutOutProbability, channelProbability,
    ]
    if probabilities.contains(where: { !(0...1).contains($0) }) {
      return "probabilities must be 0 to 1"
    }
    let ranges = [
      scalingRange, noiseVariance, blurSigma, brightnessRange, contrastRange, lowResolutionRange,
      gammaRange, ghostingStrength, spikeStrength,
    ]
    if ranges.contains(where: {
      $0.count != 2 || !($0[0] <= $0[1]) || $0[0] < 0 || !$0[1].isFinite
    }) {
      return "ranges must be two numbers that are not negative, the smaller first"
    }
    if scalingRange[0] < 0.01 || lowResolutionRange[0] <= 0 || gammaRange[0] <= 0 {
      return "scaling must be at least 0.01, low resolution and gamma above 0"
    }
    if lowResolutionRange[1] > 1 || blurSigma[1] > 100 {
      return "low resolution must be at most 1 and the blur's sigma at most 100 voxels"
    }
    let sizes = [rotationDegrees, planarRotationDegrees, motionDegrees]
    if sizes.contains(where: { !(0...360).contains($0) }) || !(0...1).contains(cutOutSize) {
      return "rotations must be 0 to 360 degrees, the cut-out's size 0 to 1"
    }
    if !(0...100).contains(motionShift) {
      return "the motion's shift must be 0 to 100 voxels"
    }
    if !(0...100).contains(elasticDisplacement) || !(0...5).contains(biasFieldStrength) {
      return "displacement must be 0 to 100 voxels, the bias field's strength 0 to 5"
    }
    if mirrorAxes.contains(where: { !(0...2).contains($0) }) {
      return "mirror axes must be 0 (depth), 1 (height) or 2 (width)"
    }
    return nil
  }
}
