/// Places blocks of memory with known lifetimes into one arena.
///
/// Large or long-lived blocks first, each in the smallest gap between those that live at the same time.
/// Source: Pisarchyk and Lee 2020, arXiv:2001.03288, "greedy by size".
package struct MemoryPlan {
  package struct Block {
    package var byteCount: Int
    /// First and last step at which the block is in use.
    package var lifetime: ClosedRange<Int>

    package init(byteCount: Int, lifetime: ClosedRange<Int>) {
      self.byteCount = byteCount
      self.lifetime = lifetime
    }
  }

  /// Bytes of which every offset is a multiple.
  package static let alignment = 64

  /// The offset of every block.
  package private(set) var offsets: [Int]
  /// The size of the arena.
  package private(set) var byteCount = 0

  /// - Returns: The smallest arena of several orders in which the blocks can be placed.
  package init(_ blocks: [Block]) {
    let sizes = blocks.map { ($0.byteCount + Self.alignment - 1) / Self.alignment * Self.alignment }
    let orders: [(Block, Block) -> Bool] = [
      { ($0.byteCount, $1.lifetime.lowerBound) > ($1.byteCount, $0.lifetime.lowerBound) },
      { ($0.byteCount, $0.lifetime.count) > ($1.byteCount, $1.lifetime.count) },
      {
        Double($0.byteCount) * Double($0.lifetime.count) > Double($1.byteCount)
          * Double($1.lifetime.count)
      },
    ]
    self = orders.reduce(MemoryPlan(offsets: [], byteCount: .max)) { best, isBefore in
      let order = blocks.indices.sorted {
        if isBefore(blocks[$0], blocks[$1]) { return true }
        return !isBefore(blocks[$1], blocks[$0]) && $0 < $1
      }
      let plan = MemoryPlan(blocks, sizes, order)
      return plan.byteCount < best.byteCount ? plan : best
    }
  }

  private init(offsets: [Int], byteCount: Int) {
    self.offsets = offsets
    self.byteCount = byteCount
  }

  /// Places blocks in a given order, each in the smallest gap that holds it.
  private init(_ blocks: [Block], _ sizes: [Int], _ order: [Int]) {
    offsets = [Int](repeating: 0, count: blocks.count)
    var placed: [(offset: Int, end: Int, lifetime: ClosedRange<Int>)] = []
    for index in order {
      let lifetime = blocks[index].lifetime
      let size = sizes[index]
      var end = 0
      var best: (offset: Int, gap: Int)?
      for other in placed where other.lifetime.overlaps(lifetime) {
        let gap = other.offset - end
        if gap >= size, gap < best?.gap ?? .max { best = (end, gap) }
        end = max(end, other.end)
      }
      let offset = best?.offset ?? end
      offsets[index] = offset
      byteCount = max(byteCount, offset + size)
      let position = placed.firstIndex { $0.offset > offset } ?? placed.count
      placed.insert((offset, offset + size, lifetime), at: position)
    }
  }
}
