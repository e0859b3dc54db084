/// How many lesions were found.
///
/// A lesion is a 26-connected component of a mask; it is found where it shares a voxel with the
/// other mask.
///
/// F1 = 2 P R / (P + R), where R = detected / reference lesions and P = (predicted - spurious) /
/// predicted lesions. One empty mask gives 0; both empty is undefined.
public struct LesionDetection: Sendable, Hashable, Codable {
  /// Components of the reference.
  public var reference: Int
  /// Components of the prediction.
  public var predicted: Int
  /// Reference components that the prediction overlaps.
  public var detected: Int
  /// Predicted components that overlap no reference.
  public var spurious: Int

  public init(reference: Int, predicted: Int, detected: Int, spurious: Int) {
    self.reference = reference
    self.predicted = predicted
    self.detected = detected
    self.spurious = spurious
  }

  /// Reference components that the prediction does not overlap.
  public var missed: Int { reference - detected }

  /// `nil` where both masks are empty.
  public var f1: Double? {
    if reference == 0 && predicted == 0 { return nil }
    guard reference > 0, predicted > 0 else { return 0 }
    let recall = Double(detected) / Double(reference)
    let precision = Double(predicted - spurious) / Double(predicted)
    return recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0
  }
}
