import CPhantoms
private import Foundation

/// A position, direction or size in mm: x to the right, y to the front, z to the head.
typealias Point = SIMD3<Double>

extension Point {
  var vector: seg_phantom_vector { .init(x: Float(x), y: Float(y), z: Float(z)) }
  var length: Double { (self * self).sum().squareRoot() }
  func dot(_ other: Point) -> Double { (self * other).sum() }
  /// Mirrored to the other side of the body.
  var mirrored: Point { Point(-x, y, z) }
}

/// A rotation of space, as the images of the three axes.
struct Rotation {
  var x = Point(1, 0, 0)
  var y = Point(0, 1, 0)
  var z = Point(0, 0, 1)

  static let identity = Rotation()

  init() {}

  /// The rotation about x, then y, then z by angles in degrees.
  init(degrees: Point) {
    func turn(_ p: Point) -> Point {
      let a = degrees * .pi / 180
      var q = p
      q = Point(q.x, q.y * cos(a.x) - q.z * sin(a.x), q.y * sin(a.x) + q.z * cos(a.x))
      q = Point(q.x * cos(a.y) + q.z * sin(a.y), q.y, -q.x * sin(a.y) + q.z * cos(a.y))
      return Point(q.x * cos(a.z) - q.y * sin(a.z), q.x * sin(a.z) + q.y * cos(a.z), q.z)
    }
    x = turn(Point(1, 0, 0))
    y = turn(Point(0, 1, 0))
    z = turn(Point(0, 0, 1))
  }

  func apply(_ p: Point) -> Point { x * p.x + y * p.y + z * p.z }
  func applyInverse(_ p: Point) -> Point { Point(x.dot(p), y.dot(p), z.dot(p)) }
}
