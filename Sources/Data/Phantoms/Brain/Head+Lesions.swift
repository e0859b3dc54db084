import CPhantoms
private import Foundation
import Volumes

extension Head {
  /// Lesions as multiple sclerosis makes them: mostly around the ventricles and deep in the white
  /// matter, a few under the cortex; volumes follow a log-normal law.
  mutating func paintLesions() {
    let count = 6 + generator.integer(below: 10)
    for index in 0..<count {
      let volume = min(9, max(0.12, exp(0.9 * generator.normal())))
      let radius = pow(volume * 1000 * 3 / (4 * Double.pi), 1.0 / 3)
      let isUnderCortex = index % 6 == 5
      let centre = index % 2 == 0 ? besideVentricle(radius) : withinHull(isUnderCortex ? 0.8 : 0.62)
      paintLesion(
        centre, radius: radius, over: isUnderCortex ? [.whiteMatter, .cortex] : [.whiteMatter])
    }
  }

  private mutating func besideVentricle(_ radius: Double) -> Point {
    let side = generator.chance(0.5) ? 1.0 : -1.0
    let along = generator.uniform(in: -60...38)
    let outwards = 9 + 8 * atrophy + radius * generator.uniform(in: 0.6...1.3)
    let slant = generator.uniform(in: -0.2...0.9)
    let middle = along < -20 ? Point(17, along, 12) : Point(9, along, 19)
    return (middle + Point(cos(slant), 0, sin(slant)) * outwards) * Point(side, 1, 1) * size
  }

  /// A place in the upper cerebrum at a fraction of the way from its middle to the hull.
  private mutating func withinHull(_ fraction: Double) -> Point {
    var direction = Point(generator.normal(), generator.normal(), abs(generator.normal()))
    direction /= max(direction.length, 1e-6)
    let radii = Point(66, 80, 56) * size
    return Point(0, -3, 8) * size + direction * radii * fraction * generator.uniform(in: 0.85...1.1)
  }

  private mutating func paintLesion(_ centre: Point, radius: Double, over: [BrainTissue]) {
    let blobs = (0..<4).map { index in
      let offset = Point(generator.normal(), generator.normal(), generator.normal()) * radius * 0.45
      let own = radius * (index == 0 ? 0.85 : generator.uniform(in: 0.4...0.7))
      let turn = Point(
        generator.uniform(in: -90...90), generator.uniform(in: -90...90),
        generator.uniform(in: -90...90))
      return Shape.ellipsoid(
        index == 0 ? centre : centre + offset, Point(own * 1.25, own, own * 0.85),
        rotation: Rotation(degrees: turn)
      ).rounded(radius * 0.3)
    }
    scene.paint(
      blobs,
      [
        .init(
          tissue: .lesion, softness: 0.8, roughness: min(1.4, radius * 0.12),
          gain: generator.uniform(in: 0.94...1.08), over: over + [.lesion])
      ])
  }
}
