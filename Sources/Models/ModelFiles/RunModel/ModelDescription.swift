public import Labels
public import Networks
public import Preprocessing
public import Volumes

/// Everything but the weights that prediction needs to know of a model: the content of `model.json`.
public struct ModelDescription: Sendable, Codable {
  /// What is resampled to the grid of the input before the class of each voxel is chosen.
  public enum Restored: String, Sendable, Hashable, Codable {
    case probabilities
    /// As nnU-Net does it.
    case logits
  }

  public var network: NetworkConfiguration
  /// The size of the patches that the network was trained with; depth 1 for a two-dimensional network.
  public var patch: Extent
  public var preprocessing: PreprocessingConfiguration
  public var labels: LabelScheme
  /// The names of the input's channels, in order.
  public var channels: [String]
  /// The axes along which the training mirrored patches, so that prediction may: 0 is depth, 1 height, 2 width.
  public var mirroringAxes: [Int]
  /// Whether predictions are averaged over these mirrorings where nothing else is asked for.
  public var predictsMirrored: Bool?
  public var restored: Restored
  public var training: TrainingSummary?
  /// The volumes that labels had in the training data.
  public var volumeRanges: [LabelVolumeRange]
  /// What the channels' intensities were like there, one for each; `nil` where it is not known.
  public var intensityRanges: [IntensityRange]?
  /// The ``Prediction/confidence`` of each case that the training held out; `nil` where it is not known.
  public var heldOutConfidences: [Double]?

  public init(
    network: NetworkConfiguration, patch: Extent, preprocessing: PreprocessingConfiguration,
    labels: LabelScheme, channels: [String], mirroringAxes: [Int] = [],
    predictsMirrored: Bool? = nil,
    restored: Restored = .probabilities, training: TrainingSummary? = nil,
    volumeRanges: [LabelVolumeRange] = [], intensityRanges: [IntensityRange]? = nil,
    heldOutConfidences: [Double]? = nil
  ) {
    self.network = network
    self.patch = patch
    self.preprocessing = preprocessing
    self.labels = labels
    self.channels = channels
    self.mirroringAxes = mirroringAxes
    self.predictsMirrored = predictsMirrored
    self.restored = restored
    self.training = training
    self.volumeRanges = volumeRanges
    self.intensityRanges = intensityRanges
    self.heldOutConfidences = heldOutConfidences
  }

  /// Where the weights come from.
  public struct TrainingSummary: Sendable, Hashable, Codable {
    public var softwareVersion: String
    public var steps: Int
    public var seconds: Double
    /// The mean Dice of the foreground labels on the validation cases.
    public var validationDice: Double?

    public init(softwareVersion: String, steps: Int, seconds: Double, validationDice: Double? = nil)
    {
      self.softwareVersion = softwareVersion
      self.steps = steps
      self.seconds = seconds
      self.validationDice = validationDice
    }
  }
}

extension ModelDescription {
  /// What does not fit together in the description, in words, or `nil` where it can be used.
  public var problem: String? {
    if let problem = network.problem { return problem }
    if !isWithinLimits { return "the network is larger than any that can be built" }
    if network.dimensions == 2 && patch.depth != 1 {
      return "a two-dimensional network needs patches of depth 1, not \(patch)"
    }
    let divisor = network.dimensions == 2 ? [1] + network.divisor : network.divisor
    let axes = zip(patch.axes, divisor)
    if axes.contains(where: { $0 % $1 != 0 }) {
      return "the patch \(patch) is no multiple of the network's strides"
    }
    if channels.count != network.inputChannels {
      return "\(channels.count) channels are named, but the network has \(network.inputChannels)"
    }
    if preprocessing.normalizations.count != channels.count {
      return
        "\(preprocessing.normalizations.count) normalizations do not suit \(channels.count) channels"
    }
    if preprocessing.targetSpacing.axes.contains(where: { !(1e-3...1e3).contains($0) }) {
      return "the target spacing must be between 0.001 and 1000 mm"
    }
    if !PreprocessingConfiguration.spacingTolerances.contains(preprocessing.spacingTolerance) {
      return "the spacing tolerance must be from 0 to 0.5"
    }
    if labels.count != network.classes {
      return "\(labels.count) labels are named, but the network has \(network.classes) classes"
    }
    if labels.entries.first?.value != 0 || Set(labels.entries.map(\.value)).count != labels.count {
      return "label values must differ, and the first be 0 for background"
    }
    if mirroringAxes.contains(where: { !(0..<3).contains($0) }) {
      return "mirroring axes must be 0 (depth), 1 (height) or 2 (width)"
    }
    return nil
  }

  /// Sizes up to which products of them cannot overflow.
  private var isWithinLimits: Bool {
    network.features.count <= 12 && network.inputChannels <= 1 << 16
      && network.features.allSatisfy { $0 <= 1 << 16 }
      && (network.kernels + network.strides).joined().allSatisfy { $0 <= 16 }
      && (network.encoderBlocks + network.decoderConvolutions).allSatisfy { $0 <= 1 << 10 }
      && patch.axes.allSatisfy { $0 >= 1 && $0 <= 1 << 12 } && patch.count <= 1 << 28
  }
}
