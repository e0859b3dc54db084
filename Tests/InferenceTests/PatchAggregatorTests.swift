import Inference
import Labels
import Testing
import Volumes

@Suite struct PatchAggregatorTests {
  private static let patch = Extent(8, 10, 12)
  private static let extents = [
    Extent(9, 13, 21), Extent(3, 4, 5), Extent(1, 1, 1), Extent(8, 10, 12), Extent(30, 2, 17),
  ]

  /// Adds patches in their order, handing on what is finished, or all at the end.
  private func mean(
    _ extent: Extent, patch: Extent = patch, holdsAll: Bool, _ logits: (Int) -> [Float]
  ) throws -> [Float] {
    let grid = PatchGrid(extent: extent, patch: patch)
    var aggregator = PatchAggregator(grid: grid, classes: 2, holdsAll: holdsAll, threads: 2)
    var whole = WholeLogits(
      geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), classes: 2)
    for index in 0..<grid.count {
      if !holdsAll { try aggregator.finish(before: grid[index].z, into: &whole) }
      logits(index).withUnsafeBufferPointer { aggregator.add($0, at: grid[index]) }
    }
    try aggregator.finish(before: extent.depth, into: &whole)
    return whole.volume.voxels
  }

  @Test(arguments: extents, [false, true])
  func theMeanOfAConstantIsThatConstant(extent: Extent, holdsAll: Bool) throws {
    let patch = [Float](repeating: 3.25, count: 960) + [Float](repeating: -7.5, count: 960)
    let mean = try mean(extent, holdsAll: holdsAll) { _ in patch }
    let expected =
      [Float](repeating: 3.25, count: extent.count) + [Float](repeating: -7.5, count: extent.count)
    #expect(zip(mean, expected).allSatisfy { abs($0 - $1) <= 1e-5 })
    #expect(mean.count == expected.count)
  }

  @Test(arguments: extents + [Extent(41, 13, 12)], [patch, Extent(1, 10, 12), Extent(2, 4, 4)])
  func planesOfOnePatchGiveTheSameBitsAsTheWholeVolume(extent: Extent, patch: Extent) throws {
    func logits(_ index: Int) -> [Float] {
      var generator = SeededGenerator(seed: UInt64(index))
      return (0..<(2 * patch.count)).map { _ in Float(generator.normal()) }
    }
    let streamed = try mean(extent, patch: patch, holdsAll: false, logits)
    #expect(try streamed == mean(extent, patch: patch, holdsAll: true, logits))
  }

  @Test func memoryIsThatOfOnePatchAlongDepth() {
    let (extent, patch) = (Extent(500, 100, 200), Extent(40, 64, 64))
    let bytes = { PatchAggregator.byteCount(extent, patch: patch, classes: 3, holdsAll: $0) }
    #expect(bytes(true) == 500 * 20_000 * 4 * 4)
    #expect(bytes(false) == 40 * 20_000 * 4 * 4)
  }
}
