/// A voxel-to-world transform: voxel (i, j, k) = (x, y, z) to RAS+ millimetres.
///
/// Stored as the upper three rows of the 4 x 4 matrix, row by row; the last row is always (0, 0, 0, 1).
public struct Affine: Hashable, Sendable, Codable {
  /// Twelve numbers: three rows of four.
  public let rows: [Double]

  /// - Precondition: `rows` holds twelve numbers.
  public init(rows: [Double]) {
    precondition(rows.count == 12, "an affine has 12 numbers, got \(rows.count)")
    self.rows = rows
  }

  /// A scaling along the voxel axes with the origin at the first voxel (orientation RAS).
  public init(spacing: Spacing) {
    self.init(rows: [spacing.width, 0, 0, 0, 0, spacing.height, 0, 0, 0, 0, spacing.depth, 0])
  }

  public static let identity = Affine(spacing: Spacing(1, 1, 1))

  @inlinable
  public subscript(row: Int, column: Int) -> Double { rows[row * 4 + column] }

  /// The column of the linear part that belongs to voxel axis i, j or k (0, 1, 2): its step in mm.
  public func column(_ index: Int) -> [Double] {
    [self[0, index], self[1, index], self[2, index]]
  }

  /// The world position in RAS+ mm of a voxel position (i, j, k).
  public func apply(_ i: Double, _ j: Double, _ k: Double) -> (x: Double, y: Double, z: Double) {
    (
      self[0, 0] * i + self[0, 1] * j + self[0, 2] * k + self[0, 3],
      self[1, 0] * i + self[1, 1] * j + self[1, 2] * k + self[1, 3],
      self[2, 0] * i + self[2, 1] * j + self[2, 2] * k + self[2, 3]
    )
  }

  /// The composition that applies `other` first.
  public func multiplied(by other: Affine) -> Affine {
    var result = [Double](repeating: 0, count: 12)
    for row in 0..<3 {
      for column in 0..<4 {
        var sum = column == 3 ? self[row, 3] : 0
        for inner in 0..<3 { sum += self[row, inner] * other[inner, column] }
        result[row * 4 + column] = sum
      }
    }
    return Affine(rows: result)
  }

  /// The determinant of the linear part: the signed volume of a voxel in mm³.
  public var determinant: Double {
    self[0, 0] * (self[1, 1] * self[2, 2] - self[1, 2] * self[2, 1])
      - self[0, 1] * (self[1, 0] * self[2, 2] - self[1, 2] * self[2, 0])
      + self[0, 2] * (self[1, 0] * self[2, 1] - self[1, 1] * self[2, 0])
  }

  /// The world-to-voxel transform, or `nil` where the linear part is singular.
  public var inverse: Affine? {
    let determinant = self.determinant
    guard determinant.isFinite, determinant != 0 else { return nil }
    func cofactor(_ row: Int, _ column: Int) -> Double {
      let r = [0, 1, 2].filter { $0 != row }
      let c = [0, 1, 2].filter { $0 != column }
      let minor = self[r[0], c[0]] * self[r[1], c[1]] - self[r[0], c[1]] * self[r[1], c[0]]
      return (row + column) % 2 == 0 ? minor : -minor
    }
    var result = [Double](repeating: 0, count: 12)
    for row in 0..<3 {
      for column in 0..<3 { result[row * 4 + column] = cofactor(column, row) / determinant }
    }
    for row in 0..<3 {
      result[row * 4 + 3] = -(0..<3).reduce(0) { $0 + result[row * 4 + $1] * self[$1, 3] }
    }
    return Affine(rows: result)
  }

  /// The largest deviation in degrees of any pair of voxel axes from a right angle.
  ///
  /// 0 for a rotation with scaling.
  public var shearInDegrees: Double {
    var largest = 0.0
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
      let u = column(a)
      let v = column(b)
      let dot = zip(u, v).reduce(0) { $0 + $1.0 * $1.1 }
      let norms = (u.reduce(0) { $0 + $1 * $1 } * v.reduce(0) { $0 + $1 * $1 }).squareRoot()
      guard norms > 0 else { return 90 }
      let sine = min(1, abs(dot / norms))
      largest = max(largest, arcSineInDegrees(sine))
    }
    return largest
  }
}
