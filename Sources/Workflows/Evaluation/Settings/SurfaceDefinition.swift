/// What the surface of a mask is, for every distance between surfaces.
///
/// Numbers of different definitions cannot be compared.
public enum SurfaceDefinition: String, Codable, Sendable, CaseIterable {
  /// Surface elements between voxels, weighted by their area in mm².
  ///
  /// Source: Nikolov et al. 2018, "Deep learning to achieve clinically applicable segmentation of
  /// head and neck anatomy for radiotherapy", and the package surface-distance.
  case area
  /// Voxels of the mask that erosion by the six neighbours removes, each of weight 1, as MONAI has
  /// it.
  case border

  /// The definition in words, for reports.
  public var explanation: String {
    switch self {
    case .area: "surface elements weighted by their area (as surface-distance, Nikolov et al. 2018)"
    case .border: "border voxels, each of equal weight (as MONAI)"
    }
  }
}
