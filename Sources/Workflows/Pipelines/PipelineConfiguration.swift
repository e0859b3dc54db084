public import Augmentation
import Files
public import Networks
public import Preprocessing

/// How a network is trained, from preprocessing to prediction: the content of a pipeline file.
///
/// Every key has a default. In files keys are written in snake_case. Keys that are `nil` here are chosen from the data set.
public struct PipelineConfiguration: Hashable, Sendable, Codable {
  public var preprocessing = Preprocessing()
  public var network = Network()
  public var training = Training()
  public var loss = Loss()
  /// The preset that ``augmentation`` starts from.
  public var augmentationPreset = AugmentationPreset.standard
  public var augmentation = AugmentationConfiguration.standard
  public var inference = Inference()

  public init() {}

  public struct Preprocessing: Hashable, Sendable, Codable {
    /// In mm, (z, y, x).
    ///
    /// From the data set: the median.
    public var targetSpacing: [Double]?
    /// How far from the target, as a part of it, a spacing may be for its axis to keep its voxels.
    public var spacingTolerance = 0.1
    /// One for each channel.
    ///
    /// From the data set: ct for channels named CT, else z-score.
    public var normalization: [NormalizationName]?
    public var cropToNonZero = true
    public var interpolation = Interpolation.cubic
  }

  /// A normalisation by name; its numbers come from the data set.
  public enum NormalizationName: String, Hashable, Sendable, Codable, CaseIterable {
    case zScore = "z-score"
    case ct
    case minMax = "min-max"
    case none
  }

  public struct Network: Hashable, Sendable, Codable {
    public var kind = NetworkConfiguration.Kind.residualUNet
    /// 2 or 3.
    public var dimensions = 3
    /// Channels of the first stage, doubled at each further one.
    public var firstFeatures = 16
    public var mostFeatures = 320
    /// Channels per stage; overrides the two above.
    public var features: [Int]?
    /// Blocks per encoder stage; the last number is repeated as needed.
    public var encoderBlocks = [1, 2, 2, 2]
    /// Convolutions per decoder stage.
    public var decoderConvolutions = 1
    /// Stochastic depth: how often the last residual block is left out for a sample while training; less often the earlier ones,
    /// the first never.
    public var dropPath = 0.0
    /// Voxels (z, y, x).
    ///
    /// From the data set: the median size, within ``mostPatchVoxels``.
    public var patch: [Int]?
    public var mostPatchVoxels = 49_152
    /// Patches that hold the median size whole may have this many voxels, if that is more than ``mostPatchVoxels``.
    public var wholePatchVoxels = 49_152
  }

  public struct Training: Hashable, Sendable, Codable {
    /// Patches per step.
    ///
    /// Two in three dimensions; of slices as many as make a step worth its while.
    public var batch: Int?
    /// Batches whose gradients make one step together.
    public var accumulation = 1
    public var epochs = 50
    public var stepsPerEpoch = 200
    public var optimizer = OptimizerName.muon
    /// The highest one.
    ///
    /// Left out, what suits the optimiser.
    public var learningRate: Double?
    /// Factors of the learning rate for parts of the network, by the beginning of their parameters' names; 0 freezes.
    public var learningRateGroups: [String: Double] = [:]
    public var weightDecay = 1e-2
    /// Of SGD.
    public var momentum = 0.99
    public var nesterov = true
    /// The norm to which gradients are cut; 0 not to.
    public var gradientClip = 12.0
    public var schedule = ScheduleName.poly
    /// The part of the training in which the rate rises to its full height.
    public var warmUp = 0.02
    /// Of the poly schedule.
    public var power = 0.9
    /// Of cosine with warm restarts: the first cycle's part of the training, and how much longer each further one is.
    public var firstCycle = 0.1
    public var cycleGrowth = 2.0
    /// The last rate as a part of the first.
    public var lastRate = 0.0
    /// The decay of the moving average of the weights that is kept as the model; 0 for none.
    public var averageDecay = 0.995
    /// The part of each batch that must hold foreground.
    public var foregroundFraction = 0.5
    /// How often a case is drawn compared with others, by name; 1 for those that are not named.
    ///
    /// In files also the name of a YAML or
    /// JSON file of such a mapping.
    public var caseWeights: [String: Double]?
    /// How often a label is asked for where it occurs, by name; 1 for those that are not named.
    public var foregroundWeights: [String: Double]?
    /// Cases that are predicted after each epoch.
    public var validationCases = 10
    /// Seconds after which a checkpoint is due.
    public var checkpointSeconds = 60.0

    /// The learning rate that was given, or what suits the optimiser.
    public var highestLearningRate: Double { learningRate ?? optimizer.learningRate }
  }

  public enum OptimizerName: String, Hashable, Sendable, Codable, CaseIterable {
    case muon, adamw, sgd

    /// The learning rate where none is given.
    public var learningRate: Double {
      switch self {
      case .muon: 5e-3
      case .adamw: 2e-3
      case .sgd: 1e-2
      }
    }
  }

  public enum ScheduleName: String, Hashable, Sendable, Codable, CaseIterable {
    case poly, cosine, constant
    case cosineRestarts = "cosine-restarts"
    case oneCycle = "one-cycle"
  }

  public enum AugmentationPreset: String, Hashable, Sendable, Codable, CaseIterable {
    case none, light, standard
    case nnUNet = "nnunet"

    public var configuration: AugmentationConfiguration {
      switch self {
      case .none: .none
      case .light: .light
      case .standard: .standard
      case .nnUNet: .nnUNet
      }
    }
  }

  public struct Loss: Hashable, Sendable, Codable {
    /// The weight of cross-entropy.
    public var crossEntropy = 1.0
    /// The focusing exponent that makes cross-entropy the focal loss; 0 for plain.
    public var focalGamma = 0.0
    public var labelSmoothing = 0.0
    /// How much voxels of a label (or of `background`) count in cross-entropy, by name; 1 for those that are not named.
    public var classWeights: [String: Double]?
    /// What is added for regions.
    public var region = RegionName.dice
    public var regionWeight = 1.0
    public var smooth = 1e-5
    public var includeBackground = false
    /// Sums over the batch instead of each patch.
    ///
    /// From the data set: where patches are small beside the volumes.
    public var batchDice: Bool?
    public var tverskyAlpha = 0.3
    public var tverskyBeta = 0.7
    public var focalTverskyExponent = 0.75
  }

  public enum RegionName: String, Hashable, Sendable, Codable, CaseIterable {
    case none, dice, jaccard, tversky
    case squaredDice = "squared-dice"
    case focalTversky = "focal-tversky"
    case logDice = "log-dice"
  }

  public struct Inference: Hashable, Sendable, Codable {
    /// Whether predictions are averaged over the mirrorings of the training: those of the held-out cases at its end, and those of
    /// `seg predict` where it is not told.
    public var mirroring = false
  }
}

extension PipelineConfiguration: DefaultedCodable {
  /// Older files lack augmentations because they did without; all other keys have their defaults.
  package static var valueWithoutKeys: PipelineConfiguration {
    var configuration = PipelineConfiguration()
    configuration.augmentation = .none
    return configuration
  }
}
