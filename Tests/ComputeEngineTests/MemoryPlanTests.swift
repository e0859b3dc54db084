import ComputeEngine
import Testing

struct MemoryPlanTests {
  private static func blocks(_ random: inout SplitMix) -> [MemoryPlan.Block] {
    let steps = Int.random(in: 1...60, using: &random)
    return (0..<Int.random(in: 0...80, using: &random)).map { _ in
      let first = Int.random(in: 0..<steps, using: &random)
      let last = Int.random(in: first..<steps, using: &random)
      // Empty ones, odd sizes, and many of the same size, as networks have them.
      let size = [0, 1, 63, 64, 4096, 65_536].randomElement(using: &random) ?? 0
      return MemoryPlan.Block(
        byteCount: Bool.random(using: &random) ? size : Int.random(in: 0...100_000, using: &random),
        lifetime: first...last)
    }
  }

  @Test(arguments: 0..<300)
  func blocksOfTheSameTimeLieApart(_ seed: Int) {
    var random = SplitMix(seed: seed)
    let blocks = Self.blocks(&random)
    let plan = MemoryPlan(blocks)
    #expect(plan.offsets.count == blocks.count)
    for (index, block) in blocks.enumerated() {
      let offset = plan.offsets[index]
      #expect(offset >= 0 && offset % MemoryPlan.alignment == 0)
      #expect(offset + block.byteCount <= plan.byteCount)
      for other in blocks.indices.dropFirst(index + 1)
      where block.lifetime.overlaps(blocks[other].lifetime) {
        let start = plan.offsets[other]
        #expect(
          offset + block.byteCount <= start || start + blocks[other].byteCount <= offset,
          "blocks \(index) and \(other)")
      }
    }
    // No more than side by side, no less than what is alive at once.
    let sizes = blocks.map { ($0.byteCount + 63) / 64 * 64 }
    #expect(plan.byteCount <= sizes.reduce(0, +))
    for step in 0..<60 {
      let alive = zip(blocks, sizes).filter { $0.0.lifetime.contains(step) }
      #expect(plan.byteCount >= alive.reduce(0) { $0 + $1.1 })
    }
  }
}
