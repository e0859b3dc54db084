import CPhantoms
private import Foundation
import Volumes

extension Trunk {
  /// Organs and great vessels, the deeper ones first.
  mutating func paintOrgans() {
    paintLiver()
    paintStomach()
    paintSpleen()
    paintVessels()
    paintPancreas()
    for side in [-1.0, 1.0] { paintKidney(side: side) }
    let fullness = generator.uniform(in: 0.75...1.25)
    scene.paint(
      [.ellipsoid(place(0, 26, -186), radii(42, 34, 32) * fullness), cavity.intersected],
      [
        .init(tissue: .bowelWall, depth: -3, roughness: 0.5),
        .init(tissue: .bladder, roughness: 0.5),
      ])
  }

  private mutating func paintLiver() {
    let right = place(66, 2, 66)
    let liver = [
      .ellipsoid(right, radii(70, 80, 66), negative: radii(64, 76, 92)),
      Shape.ellipsoid(
        place(8, 44, 84), radii(82, 40, 38), rotation: turn(0, 14, -8)
      ).rounded(28),
      Shape.ellipsoid(place(34, -40, 0), Point(50, 44, 62)).subtracted,
      cavity.intersected,
    ]
    scene.paint(liver, [.init(tissue: .liver, roughness: 1.5, over: notBone)])
    let hilum = place(24, 12, 56)
    for index in 0..<9 {
      let spread = Double(index) / 8
      let end = place(
        70 + 40 * cos(spread * 5), 10 + 50 * sin(spread * 5.5), 40 + 80 * spread, jitter: 10)
      let middle =
        (hilum + end) / 2 + Point(generator.normal(), generator.normal(), generator.normal()) * 9
      scene.paint(
        Shape.tube([(hilum, 6), (middle, 4), (end, 1.6)], smoothing: 2),
        [.init(tissue: .liverVessel, softness: 1, over: [.liver])])
    }
    for _ in 0..<(generator.chance(0.15) ? 0 : 1 + generator.integer(below: 4)) {
      let radius = min(24, exp(2.4 + 0.45 * generator.normal()))
      let centre =
        right
        + Point(generator.normal() * 26, generator.normal() * 32, generator.normal() * 32)
      scene.paint(
        [
          .ellipsoid(centre, Point(1.15, 1, 0.9) * radius, rotation: turn(40, 40, 40)),
          Shape.ellipsoid(
            centre + Point(generator.normal(), generator.normal(), generator.normal()) * radius
              * 0.5,
            Point(0.7, 0.6, 0.6) * radius
          ).rounded(radius * 0.4),
        ],
        [
          .init(
            tissue: .liverLesion, softness: 2, roughness: radius * 0.1,
            gain: generator.uniform(in: 0.75...1.1), over: [.liver, .liverVessel, .liverLesion])
        ])
    }
    scene.paint(
      [.ellipsoid(place(54, 44, 26), radii(14, 17, 26), rotation: turn(20, 0, 10))],
      [
        .init(tissue: .bowelWall, depth: -1.5, over: notBone),
        .init(tissue: .gallbladder, over: notBone),
      ])
  }

  var notBone: [AbdomenTissue] {
    AbdomenTissue.allCases.filter { $0 != .cortex && $0 != .marrow && $0 != .muscle }
  }

  private mutating func paintStomach() {
    let full = generator.uniform(in: 0.85...1.15)
    let shape =
      Shape.tube(
        [
          (place(-66, -8, 118), 34 * full), (place(-72, 28, 78), 30 * full),
          (place(-46, 48, 44), 22 * full), (place(0, 50, 32), 16 * full), (place(24, 38, 38), 9),
        ], smoothing: 14) + [cavity.intersected]
    scene.paint(
      shape,
      [
        .init(tissue: .stomachWall, roughness: 1, over: notBone),
        .init(tissue: .stomachContent, depth: 4.5, roughness: 1.6, over: [.stomachWall]),
      ])
    let level = place(0, generator.uniform(in: 34...56), 0, jitter: 0)
    scene.paint(
      shape + [Shape.behind(level, facing: Point(0, -1, 0)).intersected],
      [.init(tissue: .stomachGas, depth: 1, over: [.stomachContent])])
  }

  private mutating func paintSpleen() {
    let hilum = place(-62, -22, 84)
    scene.paint(
      [
        .ellipsoid(place(-101, -34, 88), radii(27, 44, 50), rotation: turn(-16, 10, 20)),
        Shape.ellipsoid(hilum, Point(26, 22, 34)).subtracted, cavity.intersected,
      ], [.init(tissue: .spleen, roughness: 1.5, over: notBone)])
  }

  private mutating func paintKidney(side: Double) {
    let isLeft = side < 0
    let centre = place(66 * side, -40, isLeft ? 24 : 8)
    let rotation = turn(10, -14 * side, -30 * side)
    let body = radii(30, 25, 56)
    let hilum = centre - rotation.x * (body.x * 0.8 * side)
    let cortex: AbdomenTissue = isLeft ? .leftKidneyCortex : .rightKidneyCortex
    let medulla: AbdomenTissue = isLeft ? .leftKidneyMedulla : .rightKidneyMedulla
    let shape = [
      Shape.ellipsoid(centre, body, rotation: rotation),
      Shape.ellipsoid(hilum, Point(15, 8, 22), rotation: rotation).subtracted,
    ]
    scene.paint(
      shape,
      [
        .init(
          tissue: .visceralFat, depth: -7, roughness: 2,
          over: [.liver, .spleen, .bowelWall, .bowelContent, .stool, .muscle, .liverVessel]),
        .init(tissue: cortex, roughness: 0.8, over: notBone),
        .init(tissue: medulla, depth: 7, roughness: 3, over: [cortex]),
      ])
    scene.paint(
      [.ellipsoid(hilum + rotation.x * (4 * side), Point(10, 5, 13), rotation: rotation)],
      [.init(tissue: .visceralFat, roughness: 2, over: [cortex, medulla])])
    scene.paint(
      [
        .ellipsoid(
          centre + Point(-14 * side, 8, 64), Point(12, 4, 9), rotation: turn(20, 0, 40 * side))
      ],
      [.init(tissue: .bowelWall, roughness: 1, over: [.visceralFat])])
  }

  private mutating func paintVessels() {
    let fork = place(-2, -30, -62)
    let radius = generator.uniform(in: 9...12.5)
    scene.paint(
      Shape.tube(
        [
          (place(-16, -36, 250, jitter: 1), radius + 1.5), (place(-14, -30, 130), radius + 0.5),
          (place(-8, -27, 40), radius), (fork, radius - 1),
        ], smoothing: 2), [.init(tissue: .aorta, over: notBone)])
    scene.paint(
      Shape.tube(
        [
          (place(22, -8, 170), 12), (place(24, -14, 100), 13), (place(20, -28, 20), 11.5),
          (place(14, -33, -62), 11),
        ], smoothing: 2), [.init(tissue: .vein, over: notBone)])
    for side in [-1.0, 1.0] {
      let groin = place(66 * side, 20, -215)
      scene.paint(
        Shape.tube([(fork, 7), (place(34 * side, -34, -120), 6.5), (groin, 5.5)]),
        [.init(tissue: .vein, gain: 1.1, over: notBone)])
      scene.paint(
        Shape.tube([
          (place(14, -34, -64), 8.5), (place(42 * side, -44, -125), 8),
          (groin - Point(10 * side, 6, 0), 7.5),
        ]), [.init(tissue: .vein, over: notBone)])
      scene.paint(
        .capsule(place(0, -27, 18), place(48 * side, -36, 14), 4, 3), .vein, over: [.visceralFat])
    }
    scene.paint(
      Shape.tube([(place(0, 6, 34), 6.5), (place(16, 4, 48), 7), (place(28, 10, 60), 6)]),
      [.init(tissue: .vein, over: notBone)])
  }

  private mutating func paintPancreas() {
    scene.paint(
      Shape.tube(
        [
          (place(30, 14, 16), 13), (place(18, 16, 30), 11), (place(-14, 20, 40), 8.5),
          (place(-46, -2, 54), 9), (place(-70, -14, 68), 7),
        ], smoothing: 4),
      [
        .init(
          tissue: .pancreas, roughness: 2, over: [.visceralFat, .bowelWall, .bowelContent, .liver])
      ])
  }
}
