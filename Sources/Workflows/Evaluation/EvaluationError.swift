public import Files

/// Why an evaluation, or one case of it, could not be made.
public enum EvaluationError: UserFacingError, Hashable {
  /// Reference and prediction have different sizes.
  case differentShape(file: String, prediction: String, reference: String)
  /// An axis is longer than the distance transform can hold.
  case tooLong(file: String, extent: String)
  /// A file or folder holds nothing to evaluate.
  case nothingToEvaluate(String)
  /// A wrong option.
  case usage(String)
  case outOfMemory

  public var kind: FailureKind {
    switch self {
    case .differentShape, .tooLong, .nothingToEvaluate: .badData
    case .usage: .usage
    case .outOfMemory: .internalFault
    }
  }

  public var description: String {
    switch self {
    case .differentShape(let file, let prediction, let reference):
      "\(file): the prediction has \(prediction) voxels (z, y, x), its reference \(reference)"
    case .tooLong(let file, let extent):
      "\(file): an axis of \(extent) voxels is longer than the 65534 that can be measured"
    case .nothingToEvaluate(let message), .usage(let message): message
    case .outOfMemory: "not enough memory to measure this case; close other programs"
    }
  }
}
