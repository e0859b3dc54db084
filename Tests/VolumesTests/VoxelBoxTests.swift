import Foundation
import Testing
import Volumes

struct VoxelBoxTests {
  @Test func boxesAreMadeOfTheirCornersAndUnited() {
    let box = VoxelBox(first: VoxelIndex(1, 2, 3), last: VoxelIndex(4, 4, 3))
    #expect(box.origin == VoxelIndex(1, 2, 3) && box.extent == Extent(4, 3, 1) && box.count == 12)
    #expect(box.last == VoxelIndex(4, 4, 3))
    let other = VoxelBox(origin: VoxelIndex(0, 3, 5), extent: Extent(1, 4, 2))
    let both = VoxelBox(first: VoxelIndex(0, 2, 3), last: VoxelIndex(4, 6, 6))
    #expect(box.union(other) == both && other.union(box) == both && both.union(box) == both)
    #expect(VoxelBox(whole: Extent(2, 3, 4)).last == VoxelIndex(1, 2, 3))
  }

  @Test func indicesCountInCOrder() {
    let extent = Extent(2, 3, 4)
    #expect(extent.offset(VoxelIndex(1, 2, 3)) == extent.count - 1)
    #expect(extent.contains(VoxelIndex(1, 2, 3)) && !extent.contains(VoxelIndex(1, 3, 0)))
    #expect(!extent.contains(VoxelIndex(0, -1, 0)))
  }

  @Test func indicesAreListsInFiles() throws {
    let data = try JSONEncoder().encode(VoxelIndex(1, -2, 3))
    #expect(String(decoding: data, as: UTF8.self) == "[1,-2,3]")
    #expect(try JSONDecoder().decode(VoxelIndex.self, from: data) == VoxelIndex(1, -2, 3))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(VoxelIndex.self, from: Data("[1,2]".utf8))
    }
  }
}
