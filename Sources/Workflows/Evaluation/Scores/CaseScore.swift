public import QualityControl
public import Volumes

/// The scores of one case: every label and group, and what a reader should know about the case.
public struct CaseScore: Sendable, Hashable {
  public var caseID: String
  /// The prediction's file as the user named its folder.
  public var predictionFile: String
  /// The reference's file or place in a data set; `nil` without a reference.
  public var referenceFile: String?
  public var extent: Extent
  public var spacing: Spacing
  /// Labels in order of their value, then groups.
  public var labels: [LabelScore]
  /// The voxel (z, y, x) at the heart of the largest disagreement, or of the prediction where there
  /// is none; `nil` for empty volumes.
  public var focus: VoxelIndex?
  /// Pairs of different labels that share voxels, most voxels first, at most ten.
  public var confusions: [LabelConfusion]
  public var flags: [QualityFlag]
  /// Every pair of labels but background and background, for sums over cases; not written to
  /// `summary.json`.
  var pairs: [LabelConfusion] = []

  public init(
    caseID: String, predictionFile: String, referenceFile: String?, extent: Extent,
    spacing: Spacing, labels: [LabelScore], focus: VoxelIndex? = nil,
    confusions: [LabelConfusion] = [], flags: [QualityFlag] = []
  ) {
    self.caseID = caseID
    self.predictionFile = predictionFile
    self.referenceFile = referenceFile
    self.extent = extent
    self.spacing = spacing
    self.labels = labels
    self.focus = focus
    self.confusions = confusions
    self.flags = flags
  }

  /// The length in mm of the volume's diagonal between the outer corners: the worst Hausdorff
  /// distance.
  public var diagonal: Double {
    (0..<3).reduce(0) {
      $0 + (Double(extent[$1]) * spacing[$1]) * (Double(extent[$1]) * spacing[$1])
    }.squareRoot()
  }

  /// The mean Dice over the labels for which it is defined, or `nil`; groups do not count.
  ///
  /// Orders cases by how good they are.
  public var meanDice: Double? {
    let values = labels.filter { !$0.isGroup }.compactMap(\.dice)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// The names of the labels by their values, groups left out.
  var namesOfLabels: [Int: String] {
    Dictionary(labels.compactMap { label in Int(label.label).map { ($0, label.name) } }) {
      first, _ in
      first
    }
  }
}
