import Files
public import Volumes

/// How volumes are prepared for a network: stored with the model, so that prediction does the same.
public struct PreprocessingConfiguration: Hashable, Sendable, Codable {
  /// The spacing in mm of the network's grid; canonical axes (z, y, x) = (S, A, R).
  public var targetSpacing: Spacing
  /// How far from the target, as a part of it, a spacing may be for its axis to keep its voxels: resampling there and
  /// back blurs thin structures more than scaling by a few percent confuses a network.
  ///
  /// 0 resamples always.
  public var spacingTolerance: Double
  /// Those that make sense.
  public static let spacingTolerances = 0...0.5
  /// One for each channel.
  public var normalizations: [Normalization]
  /// Cuts away the border where every channel is 0.
  public var cropsToNonZero: Bool
  /// How images are resampled.
  public var imageInterpolation: Interpolation

  public init(
    targetSpacing: Spacing, spacingTolerance: Double = 0, normalizations: [Normalization],
    cropsToNonZero: Bool = true, imageInterpolation: Interpolation = .cubic
  ) {
    self.targetSpacing = targetSpacing
    self.spacingTolerance = spacingTolerance
    self.normalizations = normalizations
    self.cropsToNonZero = cropsToNonZero
    self.imageInterpolation = imageInterpolation
  }

  /// The spacing in mm that a volume of this spacing is brought to: its own along the axes where that is near enough.
  public func spacing(for own: Spacing) -> Spacing {
    var result = targetSpacing
    for axis in 0..<3
    where abs(own[axis] - targetSpacing[axis]) <= spacingTolerance * targetSpacing[axis] {
      result[axis] = own[axis]
    }
    return result
  }
}

extension PreprocessingConfiguration {
  /// Files without a spacing tolerance are of models that resample always.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      targetSpacing: try values.decode(Spacing.self, forKey: .targetSpacing),
      spacingTolerance: try values.decode(.spacingTolerance, default: 0),
      normalizations: try values.decode([Normalization].self, forKey: .normalizations),
      cropsToNonZero: try values.decode(.cropsToNonZero, default: true),
      imageInterpolation: try values.decode(.imageInterpolation, default: .cubic))
  }
}
