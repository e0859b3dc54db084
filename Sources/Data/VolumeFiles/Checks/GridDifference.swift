public import Volumes

/// How two grids that should be one differ.
public enum GridDifference: Sendable, Hashable {
  case extent
  /// The same corner voxel lies this far apart.
  case displacement(millimetres: Double)
}

extension Geometry {
  /// How far apart in mm two grids may be and still be one: 1 % of this grid's smallest voxel spacing or 0.1 % of its largest, whichever is
  /// more.
  ///
  /// That is rounding of affines, not a shift. Never less than 1e-4 mm.
  public var gridTolerance: Double {
    max(1e-4, 0.01 * (spacing.axes.min() ?? 1), 1e-3 * (spacing.axes.max() ?? 1))
  }

  /// How another grid differs from this one by more than ``gridTolerance``, or `nil` where both are one.
  public func difference(from other: Geometry) -> GridDifference? {
    guard extent == other.extent else { return .extent }
    let displacement = largestDisplacement(to: other)
    // Written so that a distance that is no number counts as one.
    return displacement <= gridTolerance ? nil : .displacement(millimetres: displacement)
  }
}
