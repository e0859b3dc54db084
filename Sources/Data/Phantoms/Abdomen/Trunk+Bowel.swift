import CPhantoms
import Volumes

extension Trunk {
  /// Loops of small bowel, and the colon around them with stool and gas.
  mutating func paintBowel() {
    paintSmallBowel()
    let right = [
      (place(92, 0, -120), 24.0), (place(98, -8, -60), 23.0), (place(96, -6, 0), 21.0),
    ]
    let across = [
      (place(90, 20, 0), 20.0), (place(45, 62, -14), 18.0), (place(-20, 68, -16), 18.0),
      (place(-72, 44, 10), 18.0), (place(-104, -10, 36), 17.0),
    ]
    let left = [
      (place(-104, -14, 36), 17.0), (place(-106, -20, -40), 15.0), (place(-98, -10, -110), 15.0),
      (place(-50, 4, -150), 15.0), (place(-6, -30, -150), 15.0), (place(0, -48, -200), 17.0),
      (place(0, -56, -260), 14.0),
    ]
    for part in [right, across, left] { paintColon(part) }
  }

  private mutating func paintSmallBowel() {
    let loops = scene.addWaves(
      18, wavelength: 30...46, amplitude: Point(1, 0, 0), using: &generator)
    let contents = scene.addWaves(
      10, wavelength: 45...80, amplitude: Point(1, 0, 0), using: &generator)
    let region = Shape.ellipsoid(
      place(0, 22, -62), Point(98, 66, 95) * size, negative: Point(98, 52, 100) * size)
    let bowel = [
      Shape.waves(loops, above: -0.05, around: Point(0, 20, -60), radius: 190),
      region.intersected, cavity.intersected,
    ]
    scene.paint(
      bowel,
      [
        .init(tissue: .bowelWall, roughness: 0.5, over: [.visceralFat]),
        .init(tissue: .bowelContent, depth: 2.6, roughness: 0.8, over: [.bowelWall]),
      ])
    let gas = Shape.waves(contents, above: 1.1, around: Point(0, 60, -60), radius: 150)
    scene.paint(
      [gas, Shape.behind(place(0, 44, 0), facing: Point(0, -1, 0)).intersected],
      [.init(tissue: .bowelGas, depth: 1, over: [.bowelContent])])
    let mesentery = Shape.tube([
      (place(-4, -12, 20), 5), (place(2, 0, -40), 4), (place(20, 6, -90), 2.5),
    ])
    scene.paint(mesentery, [.init(tissue: .vein, over: [.visceralFat, .bowelWall, .bowelContent])])
  }

  private mutating func paintColon(_ points: [(Point, Double)]) {
    let haustra = scene.addWaves(
      8, wavelength: 26...44, amplitude: Point(1, 0, 0), using: &generator)
    let pockets = scene.addWaves(
      8, wavelength: 24...60, amplitude: Point(1, 0, 0), using: &generator)
    let size = generator.uniform(in: 0.8...1.1)
    let shape =
      Shape.tube(points.map { ($0.0, $0.1 * size) }, smoothing: 6) + [
        Shape.grooves(haustra, depth: 5, width: 2, leastSlope: 0.08).subtracted, cavity.intersected,
      ]
    scene.paint(
      shape,
      [
        .init(tissue: .bowelWall, roughness: 1.5),
        .init(tissue: .stool, depth: 2.4, roughness: 1.5),
      ])
    let middle = points.reduce(Point.zero) { $0 + $1.0 } / Double(points.count)
    scene.paint(
      [.waves(pockets, above: 0.35, around: middle, radius: 190)],
      [.init(tissue: .bowelGas, softness: 2, over: [.stool])])
  }
}
