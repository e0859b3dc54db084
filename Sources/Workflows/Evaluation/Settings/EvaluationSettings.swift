/// What to measure and how.
public struct EvaluationSettings: Sendable, Hashable, Codable {
  public var surface: SurfaceDefinition
  /// In mm, at least one; the first is the one of ``Metric/normalizedSurfaceDice``.
  public var tolerances: [Double]
  public var groups: [LabelGroup]
  /// Names of labels by value; a label that occurs and has no name is called by its value.
  public var labelNames: [Int: String]
  /// Labels or groups that are tubes, by value or name: measured by centreline Dice too.
  public var tubularLabels: [String]
  /// True to measure distances between surfaces and boundary IoU.
  public var measuresSurfaces: Bool
  /// True to count connected components, and lesions by them.
  public var countsComponents: Bool
  /// The width in mm of the band of boundary IoU; `nil` for 2 % of the diagonal of the volume, at
  /// least one voxel.
  public var boundaryWidth: Double?
  public var bootstrapSamples: Int
  public var seed: UInt64

  public init(
    surface: SurfaceDefinition = .area, tolerances: [Double] = [1], groups: [LabelGroup] = [],
    labelNames: [Int: String] = [:], tubularLabels: [String] = [],
    measuresSurfaces: Bool = true, countsComponents: Bool = true, boundaryWidth: Double? = nil,
    bootstrapSamples: Int = 2000, seed: UInt64 = 0
  ) {
    self.surface = surface
    self.tolerances = tolerances
    self.groups = groups
    self.labelNames = labelNames
    self.tubularLabels = tubularLabels
    self.measuresSurfaces = measuresSurfaces
    self.countsComponents = countsComponents
    self.boundaryWidth = boundaryWidth
    self.bootstrapSamples = bootstrapSamples
    self.seed = seed
  }

  enum CodingKeys: String, CodingKey {
    case surface
    case tolerances = "tolerances_mm"
    case groups
    case labelNames = "label_names"
    case tubularLabels = "tubular_labels"
    case measuresSurfaces = "surfaces"
    case countsComponents = "components"
    case boundaryWidth = "boundary_width_mm"
    case bootstrapSamples = "bootstrap_samples"
    case seed
  }
}
