import Foundation
import Preprocessing
public import Volumes

extension PatchTransform {
  /// Rows of the map from patch voxels to volume voxels, both (z, y, x).
  func matrix(spacing: Spacing, center: VoxelIndex, patch: Extent) -> [Double] {
    let linear = Self.rotationMatrix(rotation)
    var rows = [Double](repeating: 0, count: 12)
    for row in 0..<3 {
      // The middle of the patch is voxel patch / 2, as in plain crops.
      var offset = Double(center[row])
      for column in 0..<3 {
        let sign = mirror[column] ? -1.0 : 1.0
        let value =
          linear[row][column] * spacing[column] / spacing[row] / scale[column] * sign
        rows[row * 4 + column] = value
        // A reversed axis is reversed about the patch's own middle.
        let middle =
          mirror[column] ? Double(patch[column] - 1 - patch[column] / 2) : Double(patch[column] / 2)
        offset -= value * middle
      }
      rows[row * 4 + 3] = offset
    }
    return rows
  }

  /// The part of a volume that a patch is made from; empty where the patch lies outside.
  public func reach(in volume: Extent, spacing: Spacing, center: VoxelIndex, patch: Extent)
    -> VoxelBox
  {
    let rows = matrix(spacing: spacing, center: center, patch: patch)
    let field = displacementsInVoxels(spacing: spacing)
    var box = VoxelBox(whole: Extent(0, 0, 0))
    for axis in 0..<3 {
      var (low, high) = (rows[axis * 4 + 3], rows[axis * 4 + 3])
      for column in 0..<3 {
        let span = rows[axis * 4 + column] * Double(patch[column] - 1)
        if span < 0 { low += span } else { high += span }
      }
      // Cubic convolution goes beyond its nodes: its weights' sizes add up to at most 1.25 along each axis.
      let part = field.count / 3
      let largest = 2 * field[(axis * part)..<((axis + 1) * part)].reduce(0) { max($0, abs($1)) }
      // One voxel more, for what is lost by rounding.
      let limit = Double(volume[axis])
      let first = Int(min(limit, max(0, (low - Double(largest)).rounded(.down) - 1)))
      let end = Int(min(limit, max(0, (high + Double(largest)).rounded(.down) + 3)))
      box.origin[axis] = first
      box.extent[axis] = max(0, end - first)
    }
    return box.extent.count == 0 ? VoxelBox(whole: Extent(0, 0, 0)) : box
  }

  /// Displacements in voxels of each axis; none where there are none.
  func displacementsInVoxels(spacing: Spacing) -> [Float] {
    guard let displacements else { return [] }
    let count = nodes.reduce(1, *)
    precondition(nodes.allSatisfy { (2...64).contains($0) } && displacements.count == 3 * count)
    let finest = spacing.axes.min() ?? 1
    return displacements.enumerated().map { Float(finest / spacing[$0 / count]) * $1 }
  }

  /// Rows of a rotation about the axes z, y, x, by angles in radians.
  static func rotationMatrix(_ angles: [Double]) -> [[Double]] {
    func multiply(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
      (0..<3).map { r in (0..<3).map { c in (0..<3).reduce(0) { $0 + a[r][$1] * b[$1][c] } } }
    }
    let (sz, cz) = (sin(angles[0]), cos(angles[0]))
    let (sy, cy) = (sin(angles[1]), cos(angles[1]))
    let (sx, cx) = (sin(angles[2]), cos(angles[2]))
    // Rows and columns are (z, y, x).
    let aboutZ = [[1, 0, 0], [0, cz, sz], [0, -sz, cz]]
    let aboutY = [[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]]
    let aboutX = [[cx, sx, 0], [-sx, cx, 0], [0, 0, 1]]
    return multiply(aboutX, multiply(aboutY, aboutZ))
  }
}
