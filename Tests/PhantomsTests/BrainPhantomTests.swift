import Labels
import Phantoms
import Testing
import Volumes

@Suite struct BrainPhantomTests {
  static let cases = Array(0..<6)
  /// The cases at the default size, made once.
  static let patients = Result {
    let phantom = try BrainPhantom(PhantomConfiguration(kind: .brain, seed: 7))
    return cases.map { phantom.make(case: $0) }
  }

  static func make(_ index: Int, extent: Extent? = nil, channels: Int = 1) throws
    -> (image: Volume, labels: LabelMap)
  {
    try BrainPhantom(.init(kind: .brain, extent: extent, channels: channels, seed: 7))
      .make(case: index)
  }

  @Test(arguments: cases) func everyLabelHasAPlausibleVolume(_ index: Int) throws {
    let labels = try Self.patients.get()[index].labels
    let millilitres = labels.millilitres
    try #require(millilitres.count == PhantomKind.brain.labels.count)
    // Adults: grey matter 500-750 ml, white matter 350-600, lateral and third ventricles 10-80, cerebellum 90-150.
    #expect(430...780 ~= millilitres[1])
    #expect(320...680 ~= millilitres[2])
    #expect(7...100 ~= millilitres[3])
    #expect(75...160 ~= millilitres[4])
    #expect(0.5...60 ~= millilitres[5])
  }

  @Test(arguments: cases) func anIntensityIntervalDoesNotFindTheLabels(_ index: Int) throws {
    let (image, labels) = try Self.patients.get()[index]
    let dice = (1...5).map {
      IntensityInterval.bestDice(for: UInt16($0), image: image, labels: labels)
    }
    #expect(dice[0] < 0.65, "grey matter \(dice)")
    #expect(dice[1] < 0.8, "white matter \(dice)")
    #expect(dice[2] < 0.25, "ventricles \(dice)")
    #expect(dice[3] < 0.3, "cerebellum \(dice)")
    #expect(dice[4] < 0.15, "lesions \(dice)")
  }

  @Test(arguments: cases) func lesionsAreAsBrightAsGreyMatter(_ index: Int) throws {
    let (image, labels) = try Self.patients.get()[index]
    let grey = image.values(where: 1, in: labels)
    let lesion = image.values(where: 5, in: labels)
    #expect(abs(lesion.mean - grey.mean) < 1.5 * grey.standardDeviation)
  }

  @Test func whiteMatterIsBrighterWhereTheBiasFieldIs() throws {
    var spread = 0.0
    for index in Self.cases {
      let (image, labels) = try Self.patients.get()[index]
      var octants = [[Float]](repeating: [], count: 8)
      let extent = labels.extent
      for z in 0..<extent.depth {
        for y in 0..<extent.height {
          for x in 0..<extent.width where labels.voxels[extent.offset(z, y, x)] == 2 {
            let octant =
              (2 * z / extent.depth) * 4 + (2 * y / extent.height) * 2 + 2 * x / extent.width
            octants[octant].append(image.voxels[extent.offset(z, y, x)])
          }
        }
      }
      let means = octants.filter { $0.count > 200 }.map(\.mean)
      spread += (means.max() ?? 1) / (means.min() ?? 1) / Double(Self.cases.count)
    }
    #expect(spread > 1.08)
    #expect(spread < 2)
  }

  @Test func noiseInAirIsRayleighDistributed() throws {
    let (image, _) = try Self.make(1, extent: Extent(40, 212, 168))
    // The front corners of the field of view hold air alone.
    let corner = (0..<40).flatMap { z in
      (198..<212).flatMap { y in (0..<14).map { x in image.voxels[image.extent.offset(z, y, x)] } }
    }
    let expected = (Double.pi / (4 - Double.pi)).squareRoot()
    #expect(abs(corner.mean / corner.standardDeviation - expected) < 0.06)
  }

  @Test func someCasesAreObliqueAndNoneIsSheared() throws {
    let geometries = try Self.cases.map {
      try Self.make($0, extent: Extent(12, 14, 12)).labels.geometry
    }
    let oblique = geometries.filter { abs($0.affine[0, 1]) > 1e-6 || abs($0.affine[1, 2]) > 1e-6 }
    #expect(oblique.count == 2)
    #expect(geometries.allSatisfy { $0.affine.shearInDegrees < 1e-4 })
    #expect(geometries.allSatisfy { $0.orientation == .ras })
  }

  @Test func theSecondChannelShowsLesionsBright() throws {
    let (image, labels) = try Self.make(2, channels: 2)
    #expect(image.channels == 2)
    let count = labels.voxels.count
    let second = Volume(
      geometry: image.geometry, channels: 1, voxels: Array(image.voxels[count..<2 * count]))
    #expect(
      second.values(where: 5, in: labels).mean > 1.15 * second.values(where: 2, in: labels).mean)
    #expect(
      second.values(where: 3, in: labels).mean < 0.7 * second.values(where: 2, in: labels).mean)
  }

  @Test func aFirstChannelIsTheSameAlone() throws {
    let one = try Self.make(0, extent: Extent(20, 24, 20))
    let two = try Self.make(0, extent: Extent(20, 24, 20), channels: 2)
    #expect(one.labels.voxels == two.labels.voxels)
    #expect(one.image.voxels == Array(two.image.voxels.prefix(one.image.voxels.count)))
  }

  @Test func structuresLieWhereTheyBelong() throws {
    let labels = try Self.patients.get()[3].labels
    let white = try #require(labels.centroid(of: 2))
    let ventricles = try #require(labels.centroid(of: 3))
    let cerebellum = try #require(labels.centroid(of: 4))
    #expect(cerebellum.z < white.z - 20)
    #expect(cerebellum.y < white.y - 20)
    #expect(abs(ventricles.x - white.x) < 8)
  }
}
