import CPhantoms
import Volumes

/// One patient's head being put together.
///
/// Scene coordinates: mm from the middle of the brain.
struct Head {
  var scene = Scene<BrainTissue>()
  var generator: SeededGenerator
  /// Half the brain's length along each axis, relative to the average.
  let size: Point
  /// 0 for a young brain to 1 for a shrunken one with wide ventricles and sulci.
  let atrophy: Double
  let cerebrum: Shape
  let frontalBase: Shape
  let temporalLobes: [Shape]
  let cerebellum: Shape

  init(using generator: inout SeededGenerator) {
    let overall = 1 + 0.025 * generator.normal()
    let size = Point(
      overall + 0.02 * generator.normal(), overall + 0.02 * generator.normal(),
      overall + 0.02 * generator.normal())
    self.size = size
    atrophy = generator.uniform()
    cerebrum = .ellipsoid(
      Point(0, -3, 8) * size, Point(66, 80, 56) * size, negative: Point(66, 82, 36) * size)
    frontalBase = .ellipsoid(Point(0, 38, -14) * size, Point(38, 36, 15) * size).rounded(8)
    temporalLobes = [-1.0, 1.0].map { side in
      .ellipsoid(
        Point(42 * side, 6, -21) * size, Point(21, 36, 21) * size,
        rotation: Rotation(degrees: Point(-8, 0, -8 * side))
      ).rounded(6)
    }
    cerebellum = .ellipsoid(
      Point(0, -48, -36) * size, Point(48, 29, 23) * size, negative: Point(48, 31, 22) * size)
    self.generator = SeededGenerator(seed: generator.next())
    scene.warp = scene.addWaves(
      9, wavelength: 70...190, amplitude: Point(1.8, 1.8, 1.8), using: &self.generator)
    scene.roughness = scene.addWaves(
      8, wavelength: 12...34, amplitude: Point(1, 0, 0), using: &self.generator)
    scene.texture = scene.addWaves(
      16, wavelength: 5...24, amplitude: Point(1, 0, 0), using: &self.generator)
  }

  /// A place given for the average head, moved a little.
  mutating func place(_ x: Double, _ y: Double, _ z: Double, jitter: Double = 1) -> Point {
    Point(x, y, z) * size
      + Point(generator.normal(), generator.normal(), generator.normal()) * jitter
  }

  mutating func setSignals(scale: Double, using generator: inout SeededGenerator) {
    let grey = generator.uniform(in: 0.66...0.78)
    let contrast = BrainContrast(
      greyMatter: grey, fluid: generator.uniform(in: 0.2...0.3),
      fat: generator.uniform(in: 0.95...1.3), marrow: generator.uniform(in: 0.6...0.9),
      lesion: grey * generator.uniform(in: 0.88...1.06))
    for tissue in BrainTissue.allCases {
      let isBrain = tissue.label != 0 && tissue != .ventricle
      scene.set(
        tissue, label: tissue.label, values: tissue.signal(contrast).map { $0 * scale },
        texture: (tissue == .air ? 0 : isBrain ? 0.02 : 0.05) * scale)
    }
  }

  /// Scalp, face, neck, skull and the fluid that fills it.
  mutating func paintOutside() {
    let scalp = generator.uniform(in: 12...15)
    let fat = generator.uniform(in: 3...5.5)
    let hull =
      [cerebrum, frontalBase] + temporalLobes.map { $0.rounded(14) } + [cerebellum.rounded(14)]
    let neck = Shape.capsule(
      Point(0, -28, -75), Point(0, -36, -160), 44 - scalp / 2, 50 - scalp / 2
    ).rounded(18)
    let face = Shape.ellipsoid(place(0, 46, -60), Point(46, 32, 52)).rounded(30)
    let nose = Shape.capsule(place(0, 80, -48), place(0, 92, -66), 2, 5).rounded(16)
    scene.paint(
      hull + [neck, face, nose],
      [
        .init(tissue: .skin, depth: -scalp, roughness: 0.2),
        .init(tissue: .fat, depth: -scalp + 2, roughness: 0.3),
        .init(tissue: .muscle, depth: -scalp + 2 + fat, roughness: 0.8),
      ])
    paintFace()
    let fatPads = scene.addWaves(
      12, wavelength: 20...45, amplitude: Point(1, 0, 0), using: &generator)
    scene.paint(
      [.waves(fatPads, above: 0.9, around: place(0, 10, -85), radius: 95)],
      [.init(tissue: .fat, softness: 1.5, over: [.muscle])])
    scene.paint(
      hull,
      [
        .init(tissue: .bone, depth: -8.5, roughness: 0.3),
        .init(tissue: .marrow, depth: -6.6, roughness: 0.5),
        .init(tissue: .bone, depth: -4.2, roughness: 0.3),
        .init(tissue: .cerebrospinalFluid, depth: -2.2 - atrophy * 0.8, roughness: 0.2),
      ])
  }

  private mutating func paintFace() {
    scene.paint(.ellipsoid(place(0, 62, -50), Point(13, 22, 24)), .air)
    for side in [-1.0, 1.0] {
      scene.paint(.ellipsoid(place(26 * side, 55, -54), Point(11, 13, 14)), .air)
      scene.paint(.ellipsoid(place(31 * side, 60, -26), Point(17, 22, 15)), .fat)
      scene.paint(.ellipsoid(place(32 * side, 70, -26, jitter: 0.5), Point(12, 12, 12)), .eye)
      scene.paint(.capsule(place(30 * side, 58, -26), place(12 * side, 32, -22), 2, 2), .muscle)
      scene.paint(.ellipsoid(place(56 * side, -18, -52), Point(9, 12, 12)), .marrow)
      scene.paint(.ellipsoid(place(58 * side, -22, -56), Point(6, 7, 7)), .air)
    }
    scene.paint(.ellipsoid(place(0, 76, 2), Point(18, 5, 10)), .air)
    scene.paint(
      Shape.tube([(place(0, -36, -70), 11), (place(0, -40, -170), 12)]),
      [
        .init(tissue: .bone, depth: 0), .init(tissue: .marrow, depth: 1.5),
        .init(tissue: .bone, depth: 3), .init(tissue: .cerebrospinalFluid, depth: 4.5),
      ])
    scene.paint(.capsule(place(0, 10, -78), place(0, -2, -170), 9, 8), .air)
  }
}
