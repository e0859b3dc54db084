import CPhantoms
import Volumes

extension Head {
  /// Cerebrum with its folds, cerebellum, brainstem, ventricles and deep nuclei.
  mutating func paintBrain() {
    paintCerebellum()
    paintCerebrum()
    scene.paint(
      .ellipsoid(place(0, -8, 3, jitter: 0.5), Point(25, 36, 15)), .whiteMatter,
      over: [.cortex, .cerebrospinalFluid, .bone, .marrow])
    paintNuclei()
    paintBrainstem()
    paintVentricles()
  }

  private mutating func paintCerebrum() {
    let sulci = scene.addWaves(
      16, wavelength: 21...30, amplitude: Point(1, 0, 0), using: &generator)
    let minorSulci = scene.addWaves(
      14, wavelength: 13...18, amplitude: Point(1, 0, 0), using: &generator)
    let midline = scene.addWave(
      zeroAt: Point(generator.normal() * 0.5, 0, 0), facing: Point(1, 0, 0), wavelength: 400)
    let width = 0.6 + 1.4 * atrophy
    let sylvian = [-1.0, 1.0].map { side in
      Shape.ellipsoid(
        place(56 * side, 4, -4), Point(24, 34, 1.3 + atrophy),
        rotation: Rotation(degrees: Point(20, 12 * side, 0))
      ).subtracted
    }
    let folds = [
      Shape.folds(sulci, of: cerebrum, depth: 17, width: width, leastSlope: 0.05).subtracted,
      Shape.folds(minorSulci, of: cerebrum, depth: 9, width: width * 0.6, leastSlope: 0.1)
        .subtracted,
      Shape.grooves(midline, depth: 40, width: 2 + atrophy, leastSlope: 0.01).subtracted,
    ]
    let thickness = generator.uniform(in: 2.9...3.5)
    scene.paint(
      [cerebrum, frontalBase] + temporalLobes + sylvian + folds,
      [
        .init(tissue: .cortex, roughness: 0.2),
        .init(tissue: .whiteMatter, depth: thickness, roughness: 0.35),
      ])
  }

  private mutating func paintCerebellum() {
    let folia = scene.addWaves(
      8, wavelength: 7...10, amplitude: Point(1, 0, 0), stretch: Point(4, 1.4, 1),
      using: &generator)
    let vermis = scene.addWave(
      zeroAt: Point(0, 0, 0), facing: Point(1, 0, 0), wavelength: 400)
    scene.paint(
      [
        cerebellum,
        Shape.grooves(folia, depth: 9, width: 0.7, leastSlope: 0.4).subtracted,
        Shape.grooves(vermis, depth: 7, width: 2, leastSlope: 0.01).subtracted,
      ],
      [
        .init(tissue: .cerebellarGrey, roughness: 0.2),
        .init(tissue: .cerebellarWhite, depth: 2.6, roughness: 1),
      ])
  }

  private mutating func paintNuclei() {
    for side in [-1.0, 1.0] {
      scene.paint(
        .ellipsoid(
          place(27 * side, 2, 3), Point(7, 19, 12),
          rotation: Rotation(degrees: Point(0, 10 * side, -12 * side))), .deepGrey)
      scene.paint(
        .ellipsoid(
          place(20 * side, -2, 1), Point(5, 10, 6),
          rotation: Rotation(degrees: Point(0, 10 * side, -16 * side))), .pallidum)
      scene.paint(
        .ellipsoid(
          place(12 * side, -18, 8), Point(9, 16, 10),
          rotation: Rotation(degrees: Point(0, 0, -18 * side))), .deepGrey)
      let caudate = [
        (place(13 * side, 24, 8), 7.0), (place(17 * side, 10, 19), 5.0),
        (place(20 * side, -14, 22), 3.5),
      ]
      scene.paint(Shape.tube(caudate, smoothing: 2), [.init(tissue: .deepGrey)])
      let hippocampus = [(place(24 * side, 0, -18), 6.0), (place(29 * side, -28, -8), 4.0)]
      scene.paint(Shape.tube(hippocampus), [.init(tissue: .deepGrey)])
    }
  }

  private mutating func paintBrainstem() {
    let stem = Shape.tube(
      [
        (place(0, -15, -8, jitter: 0.4), 12), (place(0, -14, -28, jitter: 0.4), 14),
        (place(0, -24, -52, jitter: 0.4), 9), (place(0, -34, -75, jitter: 0.4), 6.5),
        (place(0, -40, -150, jitter: 0.4), 6),
      ], smoothing: 5)
    let outside: [BrainTissue] = [.bone, .marrow, .muscle, .fat]
    scene.paint(
      stem,
      [
        .init(tissue: .cerebrospinalFluid, depth: -3, over: outside + [.cerebellarGrey]),
        .init(tissue: .brainstem, over: outside + [.cerebrospinalFluid, .cerebellarGrey, .cortex]),
      ])
    for side in [-1.0, 1.0] {
      scene.paint(
        .capsule(place(10 * side, -22, -30), place(26 * side, -42, -34), 7, 6), .cerebellarWhite,
        over: [.cerebellarGrey, .cerebrospinalFluid])
    }
  }

  private mutating func paintVentricles() {
    let wide = 0.75 + 0.9 * atrophy
    for side in [-1.0, 1.0] {
      let own = wide * generator.uniform(in: 0.9...1.1)
      let atrium = (place(22 * side, -42, 8), 6 * own)
      let horns = [
        (place(7 * side, 32, 8), 3.5 * own), (place(8.5 * side, 12, 19), 5 * own),
        (place(12 * side, -18, 22), 5 * own), atrium,
      ]
      let occipital = [atrium, (place(21 * side, -64, 8), 2 * own)]
      let temporal = [
        atrium, (place(32 * side, -24, -10), 3 * own), (place(30 * side, -6, -16), 2 * own),
      ]
      scene.paint(
        Shape.tube(horns, smoothing: 4) + Shape.tube(occipital, smoothing: 4)
          + Shape.tube(temporal, smoothing: 3),
        [.init(tissue: .ventricle, roughness: 0.25)])
    }
    scene.paint(.ellipsoid(place(0, -8, 2, jitter: 0.3), Point(2 * wide, 13, 9)), .ventricle)
    scene.paint(
      .ellipsoid(place(0, -33, -34, jitter: 0.3), Point(6, 4.5 * wide, 9)), .ventricle)
    // The septum between the frontal horns.
    scene.paint(
      .ellipsoid(place(0, 16, 17, jitter: 0.2), Point(0.9, 22, 9)), .whiteMatter,
      over: [.ventricle])
  }
}
