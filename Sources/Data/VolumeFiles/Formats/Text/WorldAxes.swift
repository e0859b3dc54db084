import Volumes

/// Where an image lies by the steps of its axes in world coordinates whose x or y may point the other way.
struct WorldAxes {
  /// The step of each axis of space in mm: two or three vectors of as many numbers as the world has.
  var steps: [[Double]]
  var origin: [Double]
  /// 1 where the world's axis points as RAS does, -1 where it points the other way.
  var signs = WorldAxes.leftPosteriorSuperior

  static let leftPosteriorSuperior = [-1.0, -1, 1]
  static let rightAnteriorSuperior = [1.0, 1, 1]
  static let leftAnteriorSuperior = [-1.0, 1, 1]

  /// The steps and the origin of a geometry, to the left, the back and the head.
  /// - Parameter isPlanar: Whether only the first two axes and coordinates are wanted.
  init(of geometry: Geometry, isPlanar: Bool) {
    let count = isPlanar ? 2 : 3
    let signs = Self.leftPosteriorSuperior
    func coordinates(_ column: Int) -> [Double] {
      (0..<count).map { geometry.affine[$0, column] * signs[$0] }
    }
    steps = (0..<count).map(coordinates)
    origin = coordinates(3)
  }

  init(steps: [[Double]], origin: [Double], signs: [Double] = leftPosteriorSuperior) {
    (self.steps, self.origin, self.signs) = (steps, origin, signs)
  }

  /// The twelve numbers of the affine in RAS+ mm.
  ///
  /// An image of two axes gets the normal of its plane, 1 mm long, for the third.
  var affineRows: [Double] {
    var columns = steps.prefix(3).map { inRAS($0) }
    if columns.count == 2 {
      // In the plane of x and y the normal is the z axis however the image is turned or mirrored.
      columns.append(steps[0].count == 2 ? [0, 0, 1] : normal(columns[0], columns[1]))
    }
    columns.append(inRAS(origin))
    return (0..<3).flatMap { row in columns.map { $0[row] } }
  }

  private func inRAS(_ vector: [Double]) -> [Double] {
    (0..<3).map { $0 < vector.count ? vector[$0] * signs[$0] : 0 }
  }

  private func normal(_ u: [Double], _ v: [Double]) -> [Double] {
    let normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
    let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return normal.map { length > 0 ? $0 / length : 0 }
  }
}
