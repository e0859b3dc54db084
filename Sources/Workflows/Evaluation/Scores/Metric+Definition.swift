extension Metric {
  /// The formula in one line, for reports and `summary.json`, so that no number stands without its
  /// definition.
  public var definition: String {
    switch self {
    case .dice: "2 TP / (2 TP + FP + FN)"
    case .iou: "TP / (TP + FP + FN)"
    case .sensitivity: "TP / (TP + FN)"
    case .precision: "TP / (TP + FP)"
    case .specificity: "TN / (TN + FP) over the whole volume"
    case .volumetricSimilarity: "1 - |V_pred - V_ref| / (V_pred + V_ref)"
    case .volumeDifference: "V_pred - V_ref in ml"
    case .relativeVolumeDifference: "(V_pred - V_ref) / V_ref"
    case .hausdorff: "largest distance between the surfaces, larger of the two directions, mm"
    case .hausdorff95: "95th percentile of the distances, larger of the two directions, mm"
    case .averageReferenceToPrediction: "mean distance from the reference's surface, mm"
    case .averagePredictionToReference: "mean distance from the prediction's surface, mm"
    case .averageSymmetricSurfaceDistance: "mean distance over both surfaces together, mm"
    case .meanAverageSurfaceDistance: "mean of the two directions' mean distances, mm"
    case .normalizedSurfaceDice: "share of both surfaces within the first tolerance of the other"
    case .boundaryIoU: "IoU of the bands inside the masks along their boundaries"
    case .centrelineDice: "harmonic mean of the shares of each skeleton inside the other mask"
    case .kappa: "Cohen's kappa over the voxels of the volume"
    case .lesionF1: "F1 of 26-connected components matched by overlap"
    }
  }
}
