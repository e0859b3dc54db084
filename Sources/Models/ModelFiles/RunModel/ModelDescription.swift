import Files
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
  /// Files without mirroring axes describe a training that did not mirror; those without volume ranges, one that did not know them.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      network: try values.decode(NetworkConfiguration.self, forKey: .network),
      patch: try values.decode(Extent.self, forKey: .patch),
      preprocessing: try values.decode(PreprocessingConfiguration.self, forKey: .preprocessing),
      labels: try values.decode(LabelScheme.self, forKey: .labels),
      channels: try values.decode([String].self, forKey: .channels),
      mirroringAxes: try values.decode(.mirroringAxes, default: []),
      predictsMirrored: try values.decodeIfPresent(Bool.self, forKey: .predictsMirrored),
      restored: try values.decode(.restored, default: .probabilities),
      training: try values.decodeIfPresent(TrainingSummary.self, forKey: .training),
      volumeRanges: try values.decode(.volumeRanges, default: []),
      intensityRanges: try values.decodeIfPresent([IntensityRange].self, forKey: .intensityRanges),
      heldOutConfidences: try values.decodeIfPresent([Double].self, forKey: .heldOutConfidences))
  }
}
