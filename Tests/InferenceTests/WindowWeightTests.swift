import Inference
import Testing
import Volumes

@Suite struct WindowWeightTests {
  /// From SciPy 1.17.1: `gaussian_filter` of a single voxel, scaled and rounded as nnU-Net does.
  @Test(arguments: [
    (Extent(4, 6, 8), 59.87689471, 5.9604645e-08, 0.038665771, 0.00042939186),
    (Extent(7, 5, 16), 172.40320778, 5.9604645e-08, 0.90283203, 3.5762787e-07),
    (Extent(40, 56, 40), 27556.48415899, 5.9604645e-08, 0.5078125, 5.9604645e-08),
    (Extent(1, 32, 32), 1005.16428512, 1.1324883e-06, 0.43945313, 7.8082085e-06),
  ])
  func weightsAreThoseOfNNUNet(
    patch: Extent, sum: Double, first: Double, inner: Double, last: Double
  ) throws {
    let weights = WindowWeight.gaussian(patch).map(Double.init)
    #expect(weights.max() == 10)
    #expect(weights[patch.offset(patch.depth / 2, patch.height / 2, patch.width / 2)] == 10)
    #expect(weights.allSatisfy { $0 > 0 })
    let place = patch.offset(patch.depth / 2, patch.height / 4, patch.width / 3)
    // Half precision is exact to 2^-11, and to 2^-24 near zero.
    for (found, expected) in [
      (weights.reduce(0, +), sum), (weights[0], first), (weights[place], inner),
      (try #require(weights.last), last),
    ] {
      #expect(abs(found - expected) <= max(0x1p-11 * expected, 0x1.01p-24))
    }
  }

  @Test func aPatchOfOneVoxelHasAWeight() {
    #expect(WindowWeight.gaussian(Extent(1, 1, 1)) == [10])
  }
}
