/// How much surface lies at which distance from the other surface, for charts and curves of NSD
/// over the tolerance.
public struct SurfaceDistanceHistogram: Sendable, Hashable, Codable {
  /// The width of a bin in mm; bin 0 starts at 0, the last bin holds all that is farther.
  public static let binWidth = 0.25
  public static let binCount = 81

  /// mm² (or voxels, for ``SurfaceDefinition/border``) of the reference's surface by its distance
  /// to the prediction.
  public var referenceToPrediction: [Double]
  /// The same of the prediction's surface by its distance to the reference.
  public var predictionToReference: [Double]

  public init() {
    referenceToPrediction = Array(repeating: 0, count: Self.binCount)
    predictionToReference = Array(repeating: 0, count: Self.binCount)
  }

  /// The bin of a distance in mm.
  public static func bin(of distance: Double) -> Int {
    distance < binWidth * Double(binCount - 1) ? Int(distance / binWidth) : binCount - 1
  }

  /// Adds another histogram.
  public mutating func add(_ other: SurfaceDistanceHistogram) {
    for bin in 0..<Self.binCount {
      referenceToPrediction[bin] += other.referenceToPrediction[bin]
      predictionToReference[bin] += other.predictionToReference[bin]
    }
  }

  enum CodingKeys: String, CodingKey {
    case referenceToPrediction = "reference_to_prediction"
    case predictionToReference = "prediction_to_reference"
  }
}
