/// Places blocks of memory with known lifetimes into one arena.
///
/// Largest first, each at the lowest offset where no block that lives at the same time is in the way.
/// Source: Pisarchyk and Lee 2020, arXiv:2001.03288, "greedy by size".
struct MemoryPlan {
  struct Block {
    var byteCount: Int
    /// First and last step at which the block is in use.
    var lifetime: ClosedRange<Int>
  }

  static let alignment = 64

  /// The offset of every block.
  private(set) var offsets: [Int]
  /// The size of the arena.
  private(set) var byteCount = 0

  init(_ blocks: [Block]) {
    offsets = [Int](repeating: 0, count: blocks.count)
    var placed: [(offset: Int, end: Int, lifetime: ClosedRange<Int>)] = []
    let order = blocks.indices.sorted {
      (blocks[$1].byteCount, $0) < (blocks[$0].byteCount, $1)
    }
    for index in order {
      let block = blocks[index]
      let size = (block.byteCount + Self.alignment - 1) / Self.alignment * Self.alignment
      var offset = 0
      for other in placed where other.lifetime.overlaps(block.lifetime) {
        if other.offset >= offset + size { break }
        offset = max(offset, other.end)
      }
      offsets[index] = offset
      byteCount = max(byteCount, offset + size)
      let position = placed.firstIndex { $0.offset > offset } ?? placed.count
      placed.insert((offset, offset + size, block.lifetime), at: position)
    }
  }
}
