/// How the prediction of one label agrees with its reference in one case.
///
/// A group of labels is scored as one label.
public struct LabelScore: Sendable, Hashable {
  /// The label's value in the files as text ("1"), or the name of a group.
  ///
  /// Unique within a case.
  public var label: String
  public var name: String
  /// True for a group of labels.
  public var isGroup: Bool
  public var status: LabelStatus
  /// Voxels in both masks, in the prediction alone, in the reference alone, in neither.
  ///
  /// Without a reference, `fp` holds the prediction.
  public var counts: ConfusionCounts
  /// The volume of the reference in ml; `nil` without a reference.
  public var referenceInMillilitres: Double?
  public var predictionInMillilitres: Double
  /// The defined metrics; one that is missing is undefined (`null` in JSON).
  public var values: [Metric: Double]
  /// NSD for every tolerance asked for, in that order; `nil` inside where undefined.
  public var surfaceDice: [ToleranceScore]
  /// 26-connected components as lesions; `nil` where not asked for.
  public var lesions: LesionDetection?
  /// The number of 26-connected components of the prediction; `nil` where not asked for.
  public var predictionComponents: Int?
  /// Areas (or voxel counts) of the surfaces by distance, for charts; not written to
  /// `summary.json`.
  public var distances: SurfaceDistanceHistogram?

  public init(
    label: String, name: String, isGroup: Bool = false, status: LabelStatus,
    counts: ConfusionCounts,
    referenceInMillilitres: Double?, predictionInMillilitres: Double,
    values: [Metric: Double] = [:], surfaceDice: [ToleranceScore] = [],
    lesions: LesionDetection? = nil, predictionComponents: Int? = nil,
    distances: SurfaceDistanceHistogram? = nil
  ) {
    self.label = label
    self.name = name
    self.isGroup = isGroup
    self.status = status
    self.counts = counts
    self.referenceInMillilitres = referenceInMillilitres
    self.predictionInMillilitres = predictionInMillilitres
    self.values = values
    self.surfaceDice = surfaceDice
    self.lesions = lesions
    self.predictionComponents = predictionComponents
    self.distances = distances
  }

  /// A metric, or `nil` where it is undefined.
  public subscript(metric: Metric) -> Double? { values[metric] }

  public var dice: Double? { values[.dice] }
}
