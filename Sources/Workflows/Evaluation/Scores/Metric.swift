/// A number that compares the prediction of one label with its reference.
///
/// The raw value is its key in `summary.json` and `cases.csv`.
///
/// Let TP, FP, FN, TN be voxel counts, V = volume, S = surface, d(S→T) the distances from points of
/// S to the nearest of T.
public enum Metric: String, Codable, Sendable, CaseIterable, CodingKey {
  /// 2 TP / (2 TP + FP + FN). Source: Dice 1945. Undefined where both masks are empty.
  case dice
  /// TP / (TP + FP + FN). Source: Jaccard 1912. Undefined where both masks are empty.
  case iou
  /// TP / (TP + FN), recall. Undefined where the reference is empty.
  case sensitivity
  /// TP / (TP + FP), positive predictive value. Undefined where the prediction is empty.
  case precision
  /// TN / (TN + FP), over the whole volume, so it depends on the field of view. Undefined where the
  /// reference fills the volume.
  case specificity
  /// 1 - |V_pred - V_ref| / (V_pred + V_ref). Source: Taha and Hanbury 2015. Undefined where both
  /// masks are empty.
  case volumetricSimilarity = "volumetric_similarity"
  /// V_pred - V_ref in ml, with its sign.
  case volumeDifference = "volume_difference_ml"
  /// (V_pred - V_ref) / V_ref, with its sign; 0.1 is ten percent too large. Undefined where the
  /// reference is empty.
  case relativeVolumeDifference = "relative_volume_difference"
  /// Hausdorff distance: max of d(R→P) and d(P→R), in mm. Undefined where a mask is empty.
  case hausdorff = "hd_mm"
  /// The larger of the 95th percentiles of d(R→P) and d(P→R), in mm. Undefined where a mask is
  /// empty.
  case hausdorff95 = "hd95_mm"
  /// Mean of d(R→P) in mm. Undefined where a mask is empty.
  case averageReferenceToPrediction = "average_reference_to_prediction_mm"
  /// Mean of d(P→R) in mm. Undefined where a mask is empty.
  case averagePredictionToReference = "average_prediction_to_reference_mm"
  /// Mean over the union of d(R→P) and d(P→R), in mm. Undefined where a mask is empty.
  case averageSymmetricSurfaceDistance = "assd_mm"
  /// Mean of the two directions' means, in mm. Undefined where a mask is empty.
  case meanAverageSurfaceDistance = "masd_mm"
  /// The share of both surfaces that lies within the first tolerance of the other. Source: Nikolov
  /// et al. 2018. 0 where one mask is empty.
  case normalizedSurfaceDice = "nsd"
  /// IoU of the two bands inside the masks within a distance of the boundary. Source: Cheng et al.
  /// 2021, "Boundary IoU". 0 where one mask is empty, undefined where both are. The band is at least
  /// one voxel wide, so that a mask of single voxels is all band.
  case boundaryIoU = "boundary_iou"
  /// Harmonic mean of the shares of each skeleton that lies in the other mask. Source: Shit et al.
  /// 2021, "clDice". For tubes; by option. 0 where one mask is empty, undefined where both are; a mask
  /// that is not empty has a skeleton of at least one voxel.
  case centrelineDice = "centreline_dice"
  /// (p_o - p_e) / (1 - p_e) over the voxels of the volume. Source: Cohen 1960. Undefined where
  /// both masks are empty.
  case kappa
  /// F1 of lesions found: 26-connected components matched by overlap. 0 where one mask is empty,
  /// undefined where both are.
  case lesionF1 = "lesion_f1"

  /// A short name for table heads.
  public var title: String {
    switch self {
    case .dice: "Dice"
    case .iou: "IoU"
    case .sensitivity: "Sensitivity"
    case .precision: "Precision"
    case .specificity: "Specificity"
    case .volumetricSimilarity: "Volumetric similarity"
    case .volumeDifference: "Volume difference (ml)"
    case .relativeVolumeDifference: "Relative volume difference"
    case .hausdorff: "HD (mm)"
    case .hausdorff95: "HD95 (mm)"
    case .averageReferenceToPrediction: "Average distance, reference to prediction (mm)"
    case .averagePredictionToReference: "Average distance, prediction to reference (mm)"
    case .averageSymmetricSurfaceDistance: "ASSD (mm)"
    case .meanAverageSurfaceDistance: "MASD (mm)"
    case .normalizedSurfaceDice: "NSD"
    case .boundaryIoU: "Boundary IoU"
    case .centrelineDice: "Centreline Dice"
    case .kappa: "Cohen's kappa"
    case .lesionF1: "Lesion F1"
    }
  }

  /// Which way is better.
  public var direction: MetricDirection {
    switch self {
    case .volumeDifference, .relativeVolumeDifference: .nearerZero
    case .hausdorff, .hausdorff95, .averageReferenceToPrediction, .averagePredictionToReference,
      .averageSymmetricSurfaceDistance, .meanAverageSurfaceDistance:
      .lower
    default: .higher
    }
  }

  /// True where the number is a distance in mm.
  public var isDistance: Bool { direction == .lower }
}
