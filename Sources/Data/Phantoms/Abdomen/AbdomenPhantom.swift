import CPhantoms
public import Labels
public import Volumes

/// Trunks in computed tomography, from the lungs' bases to the hips: body wall, skeleton, liver
/// with vessels and lesions, spleen, kidneys, stomach, bowel, vessels and bladder, with noise of a
/// reconstruction filter's grain and the scanner's table.
///
/// Every case differs in build, fat, organs, contrast phase and noise. Neighbouring organs overlap
/// in Hounsfield units.
///
/// Units: Hounsfield units, whole numbers in -1024...3071. Voxels lie as DICOM orders them
/// (orientation LPS).
public struct AbdomenPhantom: Sendable {
  public let configuration: PhantomConfiguration

  static let length = 420.0
  static let width = 400.0
  static let height = 300.0
  static let largestSpacing = 8.0

  /// - Throws: ``PhantomError`` for a size or number of channels that cannot be made.
  public init(_ configuration: PhantomConfiguration) throws(PhantomError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The labels of ``make(case:)``'s label maps, class index equal to value.
  public var labels: LabelScheme { PhantomKind.abdomen.labels }

  /// Makes one case.
  ///
  /// It depends on the configuration's seed and on the index alone, not on threads.
  /// - Parameter index: Any number; each is another patient.
  public func make(case index: Int) -> (image: Volume, labels: LabelMap) {
    var generator = SeededGenerator(seed: configuration.seed, stream: [2, index])
    var trunk = Trunk(using: &generator)
    trunk.paintBody()
    trunk.paintSkeleton()
    trunk.paintBowel()
    trunk.paintOrgans()
    trunk.setHounsfield(using: &generator)
    return scanner(using: &generator).scan(trunk.scene, threads: configuration.threads)
  }

  private func scanner(using generator: inout SeededGenerator) -> Scanner {
    let extent = configuration.extent
    let zoom = generator.uniform(in: 0.97...1.04)
    let inPlane =
      min(
        Self.largestSpacing,
        max(Self.width / Double(extent.width), Self.height / Double(extent.height))) * zoom
    let slice = min(Self.largestSpacing, Self.length / Double(extent.depth))
    var axes = Rotation.identity
    axes.x = Point(-1, 0, 0)
    axes.y = Point(0, -1, 0)
    let pose = Rotation(
      degrees: Point(generator.normal(), generator.normal(), 2 * generator.normal()))
    let centre = Point(generator.normal() * 10, 150 + generator.normal() * 10, -400)
    // A voxel of twice the volume catches twice the photons.
    let dose = min(2.5, (0.8 * 0.8 * 2.5 / (inPlane * inPlane * slice)).squareRoot())
    let isSmooth = inPlane < 1.6
    return Scanner(
      geometry: Scanner.geometry(
        extent: extent, spacing: Spacing(slice, inPlane, inPlane), centre: centre, axes: axes),
      pose: pose,
      position: centre + Point(generator.normal() * 5, generator.normal() * 5, 0),
      finestDetail: 2.2, seed: generator.next(), isMagnitude: false,
      noise: [max(5, generator.uniform(in: 14...26) * dose)],
      grain: isSmooth ? [0.766, 0.451, 0.063] : [0.98, 0.14, 0],
      noiseCentre: .zero, noiseRadius: 190, values: -1024...3071)
  }
}
