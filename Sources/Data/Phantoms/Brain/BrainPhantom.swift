import CPhantoms
public import Labels
public import Volumes

/// Heads in magnetic resonance: scalp, skull, folded cortex, white matter, deep nuclei, ventricles,
/// cerebellum and lesions of the white matter, with partial volume, a bias field and Rician noise.
///
/// Every case differs in shape, pose, atrophy, contrast, field of view and lesions; every third is
/// acquired obliquely. Lesions in T1 are as bright as grey matter, so that only their place and
/// shape tell them apart.
///
/// Units: the scanner's arbitrary ones, whole numbers from 0; spacing about 2.6 mm for 64 x 80 x
/// 64.
public struct BrainPhantom: Sendable {
  public let configuration: PhantomConfiguration

  /// The field of view in mm (z, y, x) of an average case.
  static let fieldOfView = Spacing(168, 212, 168)
  static let largestSpacing = 6.0

  /// - Throws: ``PhantomError`` for a size or number of channels that cannot be made.
  public init(_ configuration: PhantomConfiguration) throws(PhantomError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The labels of ``make(case:)``'s label maps, class index equal to value.
  public var labels: LabelScheme { PhantomKind.brain.labels }

  /// Makes one case.
  ///
  /// The patient depends on the configuration's seed and on the index alone, not on the size; the
  /// voxels not on the number of threads.
  /// - Parameter index: Any number; each is another patient.
  public func make(case index: Int) -> (image: Volume, labels: LabelMap) {
    var generator = SeededGenerator(seed: configuration.seed, stream: [1, index])
    var head = Head(using: &generator)
    head.paintOutside()
    head.paintBrain()
    head.paintLesions()
    var scanner = scanner(index: index, using: &generator)
    head.setSignals(scale: scanner.values.upperBound / 4, using: &generator)
    for channel in 0..<configuration.channels {
      let depth = generator.uniform(in: 0.1...0.2) * (channel == 0 ? 1 : 0.8)
      scanner.bias.append(
        head.scene.addWaves(
          5, wavelength: 190...420, amplitude: Point(depth, 0, 0), using: &generator))
    }
    return scanner.scan(head.scene, threads: configuration.threads)
  }

  private func scanner(index: Int, using generator: inout SeededGenerator) -> Scanner {
    let extent = configuration.extent
    let zoom = generator.uniform(in: 0.97...1.05)
    let spacing = Spacing(
      min(Self.largestSpacing, Self.fieldOfView.depth / Double(extent.depth)) * zoom,
      min(Self.largestSpacing, Self.fieldOfView.height / Double(extent.height)) * zoom,
      min(Self.largestSpacing, Self.fieldOfView.width / Double(extent.width)) * zoom)
    func tilt(_ degrees: Double) -> Point {
      Point(
        generator.normal() * degrees, generator.normal() * degrees * 0.5,
        generator.normal() * degrees * 0.6)
    }
    let pose = Rotation(degrees: tilt(4))
    let oblique = tilt(7)
    let axes = index % 3 == 2 ? Rotation(degrees: oblique) : .identity
    let shift = Point(generator.normal(), generator.normal(), generator.normal())
    let centre = Point(generator.normal() * 8, generator.normal() * 15, generator.normal() * 20)
    let white = generator.uniform(in: 300...900).rounded()
    let noise = generator.uniform(in: 0.025...0.05)
    return Scanner(
      geometry: Scanner.geometry(extent: extent, spacing: spacing, centre: centre, axes: axes),
      pose: pose, position: centre + shift + pose.apply(Point(0, 2, 1)), finestDetail: 1.35,
      channels: configuration.channels, seed: generator.next(), isMagnitude: true,
      noise: [white * noise, white * noise], values: 0...(white * 4))
  }
}
