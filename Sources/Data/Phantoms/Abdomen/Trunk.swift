import CPhantoms
import Volumes

/// One patient's trunk being put together.
///
/// Scene coordinates: mm from the middle of the second
/// lumbar vertebra's front, roughly.
struct Trunk {
  var scene = Scene<AbdomenTissue>()
  var generator: SeededGenerator
  /// The patient's build relative to the average.
  let size: Point
  /// The thickness of the fat under the skin in mm.
  let fat: Double

  /// The muscular wall, without fat: half its width and depth.
  var wall: Point { Point(148, 100, 2000) * size }
  /// What lies inside the wall.
  var cavity: Shape {
    .ellipsoid(Point(0, 6, 0) * size, (Point(148, 100, 2000) - Point(13, 18, 0)) * size)
  }

  init(using generator: inout SeededGenerator) {
    let overall = 1 + 0.05 * generator.normal()
    size = Point(overall, overall * (1 + 0.04 * generator.normal()), 1 + 0.04 * generator.normal())
    fat = generator.uniform(in: 7...30)
    self.generator = SeededGenerator(seed: generator.next())
    scene.warp = scene.addWaves(
      9, wavelength: 110...300, amplitude: Point(3, 3, 3), using: &self.generator)
    scene.roughness = scene.addWaves(
      8, wavelength: 22...70, amplitude: Point(1, 0, 0), using: &self.generator)
    scene.texture = scene.addWaves(
      16, wavelength: 7...30, amplitude: Point(1, 0, 0), using: &self.generator)
  }

  /// A place given for the average patient, moved a little.
  mutating func place(_ x: Double, _ y: Double, _ z: Double, jitter: Double = 3) -> Point {
    Point(x, y, z) * size
      + Point(generator.normal(), generator.normal(), generator.normal()) * jitter
  }

  /// Radii given for the average patient, changed a little.
  mutating func radii(_ x: Double, _ y: Double, _ z: Double) -> Point {
    let overall = 1 + 0.06 * generator.normal()
    return Point(x, y, z) * overall
      * Point(
        1 + 0.05 * generator.normal(), 1 + 0.05 * generator.normal(),
        1 + 0.05 * generator.normal())
  }

  mutating func turn(_ x: Double, _ y: Double, _ z: Double) -> Rotation {
    Rotation(
      degrees: Point(x, y, z)
        + Point(generator.normal(), generator.normal(), generator.normal()) * 5)
  }

  mutating func setHounsfield(using generator: inout SeededGenerator) {
    let phase = generator.uniform()
    let contrast = AbdomenContrast(
      arterial: phase < 0.2 ? 0 : phase < 0.4 ? 1 : generator.uniform(in: 0...0.25),
      venous: phase < 0.2 ? 0 : phase < 0.4 ? 0.3 : generator.uniform(in: 0.8...1.15),
      liver: generator.uniform(in: 45...62),
      oral: generator.chance(0.4)
        ? generator.uniform(in: 120...320) : generator.uniform(in: 5...35),
      marrow: generator.uniform(in: 130...240))
    for tissue in AbdomenTissue.allCases {
      scene.set(
        tissue, label: tissue.label, values: [tissue.hounsfield(contrast)],
        texture: tissue.texture)
    }
  }

  /// The table, skin, fat, muscle, the cavity's fat, lungs and heart.
  mutating func paintBody() {
    let back = -(100 * size.y + fat * 0.6 + 9)
    let tableInside = Shape.ellipsoid(Point(0, back + 400, 0), Point(430, 394, 3000))
    scene.paint(
      [
        .ellipsoid(Point(0, back + 400, 0), Point(445, 409, 3000)), tableInside.subtracted,
        .behind(Point(0, back + 14, 0), facing: Point(0, 1, 0)).intersected,
      ],
      [.init(tissue: .table), .init(tissue: .air, depth: 1.6)])
    let outline: [Shape] = [
      .ellipsoid(Point(0, 0, 0), wall),
      .ellipsoid(place(0, 14, -40), Point(120, 92 + 0.4 * fat, 190)).rounded(40),
      .ellipsoid(place(0, -14, -170), Point(158, 92, 110) * size).rounded(30),
    ]
    scene.paint(
      outline,
      [
        .init(tissue: .skin, depth: -fat, roughness: 0.4),
        .init(tissue: .subcutaneousFat, depth: 2 - fat, roughness: 0.4),
      ])
    let lateralFat = scene.addWaves(
      8, wavelength: 35...80, amplitude: Point(1, 0, 0), using: &generator)
    scene.paint(
      [.ellipsoid(Point(0, 0, 0), wall)],
      [.init(tissue: .muscle, roughness: 2.5, over: [.subcutaneousFat])])
    scene.paint(
      [
        .waves(lateralFat, above: 1.2, around: .zero, radius: 400),
        Shape.ellipsoid(Point(0, 0, 0), wall - Point(4, 4, 0)).intersected,
      ], [.init(tissue: .subcutaneousFat, softness: 2, over: [.muscle])])
    scene.paint([cavity], [.init(tissue: .visceralFat, roughness: 2)])
    for side in [-1.0, 1.0] {
      scene.paint(
        [.ellipsoid(Point(38 * side, -78, 0) * size, Point(34, 25, 2000) * size)],
        [.init(tissue: .muscle, roughness: 2, over: [.visceralFat])])
      scene.paint(
        Shape.tube([
          (place(30 * side, -44, 30), 11), (place(42 * side, -44, -60), 21),
          (place(58 * side, -28, -140), 21), (place(80 * side, 12, -215), 17),
        ]), [.init(tissue: .muscle, roughness: 1.5)])
      scene.paint(
        [
          .ellipsoid(
            place(85 * side, -70, -175), radii(62, 34, 70), rotation: turn(0, 0, 20 * side))
        ],
        [.init(tissue: .muscle, roughness: 3, over: [.visceralFat, .subcutaneousFat])])
    }
    paintChest()
  }

  private mutating func paintChest() {
    let domes = [
      Shape.ellipsoid(place(64, 4, 62), Point(74, 84, 74) * size),
      Shape.ellipsoid(place(-64, 4, 52), Point(72, 82, 68) * size).rounded(20),
    ]
    let vessels = scene.addWaves(
      10, wavelength: 16...26, amplitude: Point(1, 0, 0), using: &generator)
    for side in [-1.0, 1.0] {
      let lung =
        [
          Shape.ellipsoid(place(70 * side, -4, 240), Point(64, 84, 185) * size),
          cavity.intersected,
        ] + domes.map(\.subtracted)
      scene.paint(lung, [.init(tissue: .lung)])
      scene.paint(
        [.waves(vessels, above: 1.75, around: Point(70 * side, 0, 180), radius: 130)],
        [.init(tissue: .blood, softness: 1, over: [.lung])])
    }
    scene.paint(
      [.ellipsoid(place(-18, 38, 178), radii(62, 46, 48), rotation: turn(0, 20, 20))],
      [
        .init(tissue: .visceralFat, depth: -3, roughness: 2), .init(tissue: .muscle, gain: 1.6),
        .init(tissue: .blood, depth: 10, roughness: 2),
      ])
  }
}
