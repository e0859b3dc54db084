import Foundation
import Testing
import Volumes

struct GeometryTests {
  @Test func inverseUndoesTheAffine() throws {
    let affine = Affine(rows: [0.9, 0.1, -0.3, 5, -0.2, 1.4, 0.2, -7, 0.1, 0.3, 2.5, 11])
    let inverse = try #require(affine.inverse)
    let product = affine.multiplied(by: inverse)
    #expect(zip(product.rows, Affine.identity.rows).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(Affine(rows: [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0]).inverse == nil)
  }

  @Test(arguments: [
    ([1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], "RAS"),
    ([-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0], "LPS"),
    ([0, 0, 2, 0, 1, 0, 0, 0, 0, -1, 0, 0], "AIR"),
    ([0.9, 0.3, 0, 0, -0.3, 0.9, 0, 0, 0, 0, -3, 0], "RAI"),
  ])
  func orientationCodes(_ rows: [Double], _ code: String) {
    #expect(Orientation(of: Affine(rows: rows)).code == code)
  }

  /// Whichever of the equal components is the larger by rounding.
  @Test(arguments: [0.0, 1e-7, -1e-7, 3e-5, -3e-5])
  func halfARightAngleIsOrientedInOneWay(_ error: Double) {
    let (c, s) = (cos(Double.pi / 4 + error), sin(Double.pi / 4 + error))
    func code(_ rows: [Double]) -> String {
      // In single precision as well, as files store it.
      let stored = Orientation(of: Affine(rows: rows.map { Double(Float($0)) })).code
      #expect(Orientation(of: Affine(rows: rows)).code == stored)
      return stored
    }
    #expect(code([2 * c, -s, 0, 5, 2 * s, c, 0, 6, 0, 0, 3, 7]) == "RAS")
    #expect(code([-2 * c, -s, 0, 5, 2 * s, -c, 0, 6, 0, 0, 3, 7]) == "LPS")
    #expect(code([2, 0, 0, 5, 0, c, -s, 6, 0, s, c, 7]) == "RAS")
    #expect(code([c, 0, s, 5, 0, 1, 0, 6, -s, 0, c, 7]) == "RAS")
  }

  @Test func beyondTheToleranceTheNearerAxisWins() {
    let angle = Double.pi / 4 + 0.001
    let (c, s) = (cos(angle), sin(angle))
    #expect(Orientation(of: Affine(rows: [c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0])).code == "ALS")
  }

  @Test func spacingIsTheLengthOfTheColumns() {
    let geometry = Geometry(
      extent: Extent(2, 3, 4), affine: Affine(rows: [0.6, 0, 0, 0, 0.8, 2, 0, 0, 0, 0, 3, 0]))
    #expect(geometry.spacing == Spacing(3, 2, 1))
    #expect(geometry.affine.shearInDegrees > 50)
    #expect(Affine(spacing: Spacing(3, 2, 1)).shearInDegrees == 0)
  }

  @Test func displacementIsThatOfTheWorstCorner() {
    let geometry = Geometry(extent: Extent(11, 11, 11), spacing: Spacing(1, 1, 1))
    let other = Geometry(extent: Extent(11, 11, 11), spacing: Spacing(1, 1, 1.1))
    #expect(abs(geometry.largestDisplacement(to: other) - 1) < 1e-12)
  }

  @Test func streamsDependOnTheirPlaceAlone() {
    var a = SeededGenerator(seed: 1, stream: [3, 4])
    var b = SeededGenerator(seed: 1, stream: [3, 4])
    var c = SeededGenerator(seed: 1, stream: [4, 3])
    #expect(a.next() == b.next() && a.next() != c.next())
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<20_000 {
      let value = a.normal()
      sum += value
      squares += value * value
    }
    #expect(abs(sum / 20_000) < 0.03 && abs(squares / 20_000 - 1) < 0.05)
  }
}
