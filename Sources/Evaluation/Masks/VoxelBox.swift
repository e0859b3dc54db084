import CKernels

/// A box of voxels by the first and the last plane of each axis (z, y, x), both inside.
struct VoxelBox: Hashable, Sendable {
  var first: [Int]
  var last: [Int]

  init(_ box: seg_label_box) {
    first = [Int(box.first.0), Int(box.first.1), Int(box.first.2)]
    last = [Int(box.last.0), Int(box.last.1), Int(box.last.2)]
  }

  var size: [Int] { (0..<3).map { last[$0] - first[$0] + 1 } }
  var count: Int { size.reduce(1, *) }

  func union(_ other: VoxelBox) -> VoxelBox {
    var result = self
    for axis in 0..<3 {
      result.first[axis] = min(first[axis], other.first[axis])
      result.last[axis] = max(last[axis], other.last[axis])
    }
    return result
  }
}
