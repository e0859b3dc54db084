/// A loss on logits and class indices: a mixture of a term per voxel and a term per region.
public struct SegmentationLoss: Hashable, Sendable, Codable {
  /// Cross-entropy, focal where `gamma` is above 0: mean over voxels of −(1 − p)^gamma · log p of the true class.
  ///
  /// Source: Lin et al. 2017, arXiv:1708.02002.
  public struct VoxelTerm: Hashable, Sendable, Codable {
    public var weight: Float
    public var gamma: Float
    /// Share of the target spread evenly over all classes.
    ///
    /// Source: Szegedy et al. 2016, arXiv:1512.00567. Not with focal.
    public var labelSmoothing: Float
    /// How much voxels of each class count, background first; empty where all count the same.
    ///
    /// The mean stays one over voxels.
    public var classWeights: [Float]

    public init(
      weight: Float = 1, gamma: Float = 0, labelSmoothing: Float = 0, classWeights: [Float] = []
    ) {
      self.weight = weight
      self.gamma = gamma
      self.labelSmoothing = labelSmoothing
      self.classWeights = classWeights
    }
  }

  /// A function of I = Σ p·y, P = Σ p (or Σ p²) and G = Σ y of each class.
  public struct RegionTerm: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
      /// −(2 I + s) / (P + G + s). Source: Milletari et al. 2016, arXiv:1606.04797, as in nnU-Net.
      case dice
      /// The same with P = Σ p².
      case squaredDice = "squared-dice"
      /// −(I + s) / (P + G − I + s).
      case jaccard
      /// −(I + s) / (I + α (P − I) + β (G − I) + s). Source: Salehi et al. 2017, arXiv:1706.05721.
      case tversky
      /// (1 − Tversky)^focus. Source: Abraham and Khan 2018, arXiv:1810.07842.
      case focalTversky = "focal-tversky"
      /// −log((2 I + s) / (P + G + s)).
      case logDice = "log-dice"
    }

    public var kind: Kind
    public var weight: Float
    public var smooth: Float
    public var includesBackground: Bool
    /// Sums over the whole batch instead of each sample.
    public var isOverBatch: Bool
    /// α: how much false positives count in Tversky.
    public var alpha: Float
    /// β: how much false negatives count in Tversky.
    public var beta: Float
    /// The exponent of focal Tversky.
    public var focus: Float

    public init(
      kind: Kind = .dice, weight: Float = 1, smooth: Float = 1e-5, includesBackground: Bool = false,
      isOverBatch: Bool = false, alpha: Float = 0.3, beta: Float = 0.7, focus: Float = 0.75
    ) {
      self.kind = kind
      self.weight = weight
      self.smooth = smooth
      self.includesBackground = includesBackground
      self.isOverBatch = isOverBatch
      self.alpha = alpha
      self.beta = beta
      self.focus = focus
    }
  }

  public var voxel: VoxelTerm?
  public var region: RegionTerm?

  public init(voxel: VoxelTerm?, region: RegionTerm?) {
    self.voxel = voxel
    self.region = region
  }

  /// Cross-entropy plus soft Dice of each sample without background: nnU-Net's default.
  public static let diceCrossEntropy = SegmentationLoss(voxel: VoxelTerm(), region: RegionTerm())
}
