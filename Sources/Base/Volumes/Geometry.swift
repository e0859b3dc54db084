/// Where a grid of voxels lies in the patient: its size and its voxel-to-world transform.
public struct Geometry: Hashable, Sendable {
  public var extent: Extent
  /// Voxel (i, j, k) = (x, y, z) to RAS+ mm.
  public var affine: Affine

  public init(extent: Extent, affine: Affine) {
    self.extent = extent
    self.affine = affine
  }

  /// An axis-aligned grid in RAS orientation with the first voxel at the origin.
  public init(extent: Extent, spacing: Spacing) {
    self.init(extent: extent, affine: Affine(spacing: spacing))
  }

  /// The distance between voxels in mm: the lengths of the affine's columns, (z, y, x).
  public var spacing: Spacing {
    func length(_ axis: Int) -> Double {
      affine.column(axis).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    return Spacing(depth: length(2), height: length(1), width: length(0))
  }

  public var orientation: Orientation { Orientation(of: affine) }

  /// The largest distance in mm between the places that two geometries of one extent give to the same corner voxel.
  public func largestDisplacement(to other: Geometry) -> Double {
    var largest = 0.0
    for corner in 0..<8 {
      let i = corner & 1 == 0 ? 0 : Double(extent.width - 1)
      let j = corner & 2 == 0 ? 0 : Double(extent.height - 1)
      let k = corner & 4 == 0 ? 0 : Double(extent.depth - 1)
      let a = affine.apply(i, j, k)
      let b = other.affine.apply(i, j, k)
      let square = (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z)
      largest = max(largest, square.squareRoot())
    }
    return largest
  }
}
