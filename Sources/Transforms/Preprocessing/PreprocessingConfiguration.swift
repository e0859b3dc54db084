public import Volumes

/// How volumes are prepared for a network: stored with the model, so that prediction does the same.
public struct PreprocessingConfiguration: Hashable, Sendable, Codable {
  /// The spacing in mm of the network's grid; canonical axes (z, y, x) = (S, A, R).
  public var targetSpacing: Spacing
  /// One for each channel.
  public var normalizations: [Normalization]
  /// Cuts away the border where every channel is 0.
  public var cropsToNonZero: Bool
  /// How images are resampled.
  public var imageInterpolation: Interpolation

  public init(
    targetSpacing: Spacing, normalizations: [Normalization], cropsToNonZero: Bool = true,
    imageInterpolation: Interpolation = .cubic
  ) {
    self.targetSpacing = targetSpacing
    self.normalizations = normalizations
    self.cropsToNonZero = cropsToNonZero
    self.imageInterpolation = imageInterpolation
  }
}
