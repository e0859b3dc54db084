import Foundation
import Volumes

extension Affine {
  /// Why twelve numbers cannot be a voxel-to-world transform, in words that follow the transform's name, or `nil` where they can.
  static func problem(withRows rows: [Double]) -> String? {
    guard rows.allSatisfy(\.isFinite) else { return "holds values that are not numbers" }
    let affine = Affine(rows: rows)
    let spacing = Geometry(extent: Extent(1, 1, 1), affine: affine).spacing
    for (axis, name) in ["z", "y", "x"].enumerated() where !(1e-6...1e6).contains(spacing[axis]) {
      return "is singular: it makes the spacing along \(name) \(spacing[axis]) mm"
    }
    let volume = spacing.depth * spacing.height * spacing.width
    guard abs(affine.determinant) > 1e-6 * volume else {
      return "is singular (determinant \(affine.determinant)): its axes lie in one plane"
    }
    return nil
  }
}
