import Inference
import Testing
import Volumes

@Suite struct SlidingWindowTests {
  private func image(_ extent: Extent, channels: Int = 1, seed: UInt64 = 1) -> Volume {
    var generator = SeededGenerator(seed: seed)
    return Volume(
      geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), channels: channels,
      voxels: (0..<channels * extent.count).map { _ in Float(generator.uniform(in: -1...1)) })
  }

  private func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    #expect(a.count == b.count)
    return zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  private static let extents = [
    Extent(9, 13, 21), Extent(3, 4, 5), Extent(1, 1, 1), Extent(8, 10, 12), Extent(30, 2, 17),
  ]

  @Test(arguments: extents, [[], [0, 1, 2], [1]])
  func aPointwiseNetworkGivesWhatItGivesForTheWholeVolume(extent: Extent, axes: [Int]) throws {
    let image = image(extent, channels: 2)
    let coefficients: [[Float]] = [[0.5, 1, -2], [-1, 0.25, 3], [0, 0, 1]]
    let whole = PointwiseNetwork(coefficients: coefficients, patch: extent)
    var expected = [Float](repeating: .nan, count: 3 * extent.count)
    try image.voxels.withUnsafeBufferPointer { voxels in
      try expected.withUnsafeMutableBufferPointer { try whole.logits(voxels, into: $0) }
    }
    for (batch, threads) in [(1, 1), (3, 2)] {
      let network = PointwiseNetwork(
        coefficients: coefficients, batch: batch, patch: Extent(8, 10, 12))
      let window = SlidingWindow(mirroringAxes: axes, threads: threads)
      let logits = try window.logits(of: image, networks: [network])
      #expect(logits.channels == 3 && logits.geometry == image.geometry)
      #expect(largestDifference(logits.voxels, expected) <= 1e-5)
      let patches = window.patchCount(of: extent, patch: network.patch)
      #expect(network.calls == (patches + batch - 1) / batch)
    }
  }

  @Test func threadsDoNotChangeAnything() throws {
    let image = image(Extent(20, 17, 23))
    let network = GradientNetwork(batch: 2, patch: Extent(8, 8, 8))
    let one = try SlidingWindow(mirroringAxes: [0, 2], threads: 1).logits(
      of: image, networks: [network])
    let two = try SlidingWindow(mirroringAxes: [0, 2], threads: 2).logits(
      of: image, networks: [network])
    #expect(one.voxels == two.voxels)
  }

  @Test func mirroringAveragesPredictionsOfReversedPatches() throws {
    // With the patch as large as the volume the result is the mean over both directions, computed here by hand.
    let extent = Extent(1, 1, 3)
    let image = Volume(
      geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), channels: 1, voxels: [1, 2, 5])
    let network = GradientNetwork(patch: extent)
    let logits = try SlidingWindow(mirroringAxes: [2], threads: 1).logits(
      of: image, networks: [network])
    // Class 3 is 3 times the difference to the next voxel, zero following the last.
    let forward: [Float] = [3, 9, -15]
    let backward: [Float] = [-3, -3, -9]
    let expected = zip(forward, backward).map { ($0 + $1) / 2 }
    #expect(largestDifference(Array(logits.voxels[9..<12]), expected) <= 1e-5)
    #expect(largestDifference(Array(logits.voxels[0..<3]), [1, 2, 5]) <= 1e-5)
  }

  @Test(arguments: [Extent(8, 8, 8), Extent(6, 10, 4)])
  func severalNetworksGiveTheMeanOfTheirLogits(patch: Extent) throws {
    let image = image(Extent(12, 11, 10))
    let networks = [
      GradientNetwork(patch: Extent(8, 8, 8)), GradientNetwork(batch: 4, patch: patch),
      GradientNetwork(patch: Extent(8, 8, 8)),
    ]
    let window = SlidingWindow(threads: 2)
    let single = try networks.map { try window.logits(of: image, networks: [$0]).voxels }
    let expected = single[0].indices.map { (single[0][$0] + single[1][$0] + single[2][$0]) / 3 }
    let together = try window.logits(of: image, networks: networks)
    #expect(largestDifference(together.voxels, expected) <= 1e-5)
  }

  @Test func aTwoDimensionalNetworkSeesEverySliceAlone() throws {
    let image = image(Extent(5, 16, 16))
    let network = GradientNetwork(batch: 2, patch: Extent(1, 16, 16))
    let logits = try SlidingWindow(mirroringAxes: [0], threads: 1).logits(
      of: image, networks: [network])
    // Class 1 is the difference to the next slice, which the network never sees.
    let range = logits.range(ofChannel: 1)
    #expect(largestDifference(Array(logits.voxels[range]), image.voxels.map { -$0 }) <= 1e-5)
  }

  @Test func progressEndsTheWorkByThrowing() throws {
    struct Stop: Error {}
    let network = PointwiseNetwork(coefficients: [[0, 1], [1, 0]], patch: Extent(4, 4, 4))
    var seen: [Double] = []
    #expect(throws: Stop.self) {
      try SlidingWindow(threads: 1).logits(of: image(Extent(8, 4, 4)), networks: [network]) {
        seen.append($0)
        if $0 > 0.6 { throw Stop() }
      }
    }
    #expect(seen == [1.0 / 3, 2.0 / 3])
  }
}
