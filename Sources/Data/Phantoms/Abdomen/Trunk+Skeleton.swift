import CPhantoms
private import Foundation
import Volumes

extension Trunk {
  /// Spine, ribs, pelvis and hips.
  mutating func paintSkeleton() {
    paintSpine()
    for side in [-1.0, 1.0] {
      for level in 0..<7 { paintRib(level, side: side) }
      paintPelvis(side: side)
    }
  }

  /// The middle of the vertebral bodies at a height: forward in the loins, backward in the chest
  /// and the sacrum.
  private func spine(_ z: Double) -> Point {
    Point(0, -56 + 10 * cos((z + 30) / 90) - (z < -110 ? (z + 110) * -0.35 : 0), z) * size
  }

  private func bony(_ thickness: Double, roughness: Double = 0.4) -> [Scene<AbdomenTissue>.Layer] {
    [
      .init(tissue: .cortex, roughness: roughness),
      .init(tissue: .marrow, depth: thickness, roughness: roughness),
    ]
  }

  private mutating func paintSpine() {
    let heights = stride(from: 230.0, through: -130, by: -20).map { spine($0) }
    scene.paint(
      Shape.tube(heights.map { ($0, 17) }), [.init(tissue: .disc)])
    for z in stride(from: 215.0, through: -120, by: -33) {
      let centre = spine(z)
      let wide = 20 + (100 - z) * 0.02
      scene.paint(
        [
          .ellipsoid(centre + Point(0, -28, -6), Point(4, 27, 9)),
          Shape.ellipsoid(centre + Point(0, -24, 2), Point(36, 6, 6)).rounded(6),
          Shape.ellipsoid(centre + Point(0, -25, -2), Point(16, 13, 12)).rounded(4),
          Shape.capsule(centre + Point(13, -10, 4), centre + Point(14, -26, 4), 5, 6).rounded(3),
          Shape.capsule(centre + Point(-13, -10, 4), centre + Point(-14, -26, 4), 5, 6).rounded(3),
        ], bony(2))
      scene.paint(
        [
          .ellipsoid(centre, Point(wide, 16, 22)),
          Shape.behind(centre + Point(0, 0, 13), facing: Point(0, 0, 1)).intersected,
          Shape.behind(centre - Point(0, 0, 13), facing: Point(0, 0, -1)).intersected,
        ], bony(1.6))
    }
    let canal = heights.map { $0 + Point(0, -20, 0) }
    scene.paint(
      Shape.tube(canal.map { ($0, 8.5) }),
      [.init(tissue: .visceralFat), .init(tissue: .spinalCanal, depth: 1)])
    scene.paint(
      [
        .ellipsoid(
          place(0, -72, -165, jitter: 1), Point(46, 15, 48),
          rotation: Rotation(degrees: Point(28, 0, 0)))
      ], bony(2, roughness: 1))
  }

  /// A rib from the spine round the wall, down and forward; the lowest two end in the flank.
  private mutating func paintRib(_ level: Int, side: Double) {
    let top = 245 - Double(level) * 31
    let reach = level >= 5 ? 0.45 : 0.85
    let steps = 9
    var points: [(Point, Double)] = [(spine(top) + Point(18 * side, -14, 0), 5)]
    for step in 0...steps {
      let angle = (-62 + Double(step) / Double(steps) * 130 * reach) * Double.pi / 180
      let drop = 75 * pow(Double(step) / Double(steps) * reach, 1.2)
      let p = Point(
        cos(angle) * (wall.x - 6) * side, sin(angle) * (wall.y - 6), (top - drop) * size.z)
      points.append((p, 5))
    }
    scene.paint(Shape.tube(points), bony(1.8, roughness: 0.2))
  }

  private mutating func paintPelvis(side: Double) {
    scene.paint(
      [
        .ellipsoid(
          place(92 * side, -32, -150, jitter: 1.5), Point(8, 58, 58),
          rotation: Rotation(degrees: Point(0, -24 * side, -38 * side))),
        Shape.ellipsoid(place(72 * side, -6, -205, jitter: 1), Point(26, 30, 34)).rounded(14),
      ], bony(2.4, roughness: 0.8))
    let hip = place(94 * side, -2, -212, jitter: 1)
    scene.paint(
      [.ellipsoid(hip, Point(26, 26, 26))],
      [
        .init(tissue: .disc, depth: -3), .init(tissue: .cortex),
        .init(tissue: .marrow, depth: 1.6, gain: 1.3),
      ])
    scene.paint(
      Shape.tube([
        (hip, 17), (hip + Point(32 * side, -4, -24), 16), (hip + Point(40 * side, -6, -80), 15),
      ]), bony(4))
  }
}
