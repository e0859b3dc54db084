import CPhantoms
private import Foundation

typealias Shape = seg_phantom_shape

extension Shape {
  private init(_ kind: Int, bound: Point, radius: Double) {
    self.init()
    self.kind = Int32(kind)
    operation = Int32(SEG_PHANTOM_UNION)
    bound_centre = bound.vector
    bound_radius = Float(radius)
  }

  /// An ellipsoid whose radii towards the positive and negative end of each of its own axes may
  /// differ.
  static func ellipsoid(
    _ centre: Point, _ radii: Point, negative: Point? = nil, rotation: Rotation = .identity
  ) -> Shape {
    let other = negative ?? radii
    let largest = max(radii.max(), other.max())
    var shape = Shape(
      Int(SEG_PHANTOM_ELLIPSOID), bound: centre, radius: largest > 500 ? -1 : largest)
    shape.centre = centre.vector
    shape.axis_x = rotation.x.vector
    shape.axis_y = rotation.y.vector
    shape.axis_z = rotation.z.vector
    shape.radii_positive = radii.vector
    shape.radii_negative = other.vector
    return shape
  }

  /// A rod with round ends whose radius changes evenly.
  static func capsule(_ from: Point, _ to: Point, _ radius: Double, _ endRadius: Double) -> Shape {
    var shape = Shape(
      Int(SEG_PHANTOM_CAPSULE), bound: (from + to) / 2,
      radius: (to - from).length / 2 + max(radius, endRadius))
    shape.centre = from.vector
    shape.end = to.vector
    shape.radius = Float(radius)
    shape.end_radius = Float(endRadius)
    return shape
  }

  /// Rods from point to point.
  static func tube(_ points: [(point: Point, radius: Double)], smoothing: Double = 0) -> [Shape] {
    zip(points, points.dropFirst()).map { from, to in
      capsule(from.point, to.point, from.radius, to.radius).rounded(smoothing)
    }
  }

  /// The half of space that a direction points away from.
  static func behind(_ point: Point, facing normal: Point) -> Shape {
    var shape = Shape(Int(SEG_PHANTOM_PLANE), bound: point, radius: -1)
    shape.centre = point.vector
    shape.axis_x = (normal / normal.length).vector
    return shape
  }

  /// Where a sum of waves is above a level, within a sphere.
  static func waves(_ run: seg_phantom_run, above level: Double, around: Point, radius: Double)
    -> Shape
  {
    var shape = Shape(Int(SEG_PHANTOM_WAVES), bound: around, radius: radius)
    shape.waves = run
    shape.level = Float(level)
    return shape
  }

  /// Sheets where a sum of waves is 0, from the surface so far inwards.
  /// - Parameter leastSlope: The gradient per mm below which the waves' zero is not sharp enough to
  /// count.
  static func grooves(
    _ run: seg_phantom_run, depth: Double, width: Double, leastSlope: Double
  ) -> Shape {
    var shape = Shape(Int(SEG_PHANTOM_GROOVES), bound: .zero, radius: -1)
    shape.waves = run
    shape.depth = Float(depth)
    shape.width = Float(width)
    shape.level = Float(leastSlope)
    return shape
  }

  /// Grooves that run straight towards the centre of an ellipsoid.
  static func folds(
    _ run: seg_phantom_run, of ellipsoid: Shape, depth: Double, width: Double, leastSlope: Double
  ) -> Shape {
    var shape = grooves(run, depth: depth, width: width, leastSlope: leastSlope)
    shape.kind = Int32(SEG_PHANTOM_FOLDS)
    shape.centre = ellipsoid.centre
    shape.radii_positive = ellipsoid.radii_positive
    shape.radii_negative = ellipsoid.radii_negative
    return shape
  }

  /// Joined to the shapes before it with a fillet of so many mm.
  func rounded(_ smoothing: Double) -> Shape {
    var shape = self
    shape.smoothing = Float(smoothing)
    return shape
  }

  /// Taken away from the shapes before it.
  var subtracted: Shape { with(operation: SEG_PHANTOM_SUBTRACT) }
  /// Limiting the shapes before it.
  var intersected: Shape { with(operation: SEG_PHANTOM_INTERSECT) }

  private func with(operation: some BinaryInteger) -> Shape {
    var shape = self
    shape.operation = Int32(operation)
    return shape
  }
}
