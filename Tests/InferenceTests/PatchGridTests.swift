import Inference
import Testing
import Volumes

@Suite struct PatchGridTests {
  /// From nnU-Net's formula evaluated with NumPy 2.4.6.
  @Test(arguments: [
    (40, 40, [0]), (41, 40, [0, 1]), (60, 40, [0, 20]), (61, 40, [0, 10, 21]),
    (100, 40, [0, 20, 40, 60]), (96, 64, [0, 32]), (99, 64, [0, 18, 35]),
    (512, 128, [0, 64, 128, 192, 256, 320, 384]),
    (37, 7, [0, 3, 7, 10, 13, 17, 20, 23, 27, 30]), (10, 3, [0, 1, 3, 4, 6, 7]),
    (135, 56, [0, 26, 53, 79]), (300, 96, [0, 41, 82, 122, 163, 204]), (33, 32, [0, 1]),
    (5, 2, [0, 1, 2, 3]), (90, 20, [0, 10, 20, 30, 40, 50, 60, 70]),
  ])
  func startsAreThoseOfNNUNet(size: Int, patch: Int, expected: [Int]) {
    #expect(PatchGrid.starts(size: size, patch: patch) == expected)
  }

  @Test(arguments: [(35, 40, [-2]), (36, 40, [-2]), (1, 4, [-1]), (3, 8, [-2])])
  func aSmallVolumeLiesInTheMiddle(size: Int, patch: Int, expected: [Int]) {
    #expect(PatchGrid.starts(size: size, patch: patch) == expected)
  }

  @Test(arguments: 1...70)
  func patchesCoverEveryVoxelAtMostHalfAPatchApart(size: Int) {
    for patch in 1...32 {
      let starts = PatchGrid.starts(size: size, patch: patch)
      var covered = [Bool](repeating: false, count: size)
      for start in starts {
        for voxel in max(0, start)..<min(size, start + patch) { covered[voxel] = true }
      }
      #expect(!covered.contains(false))
      if size >= patch {
        #expect(starts.first == 0 && starts.last == size - patch)
        // Rounding to whole voxels may add one.
        #expect(
          zip(starts, starts.dropFirst()).allSatisfy { $1 > $0 && $1 - $0 <= (patch + 1) / 2 })
      }
    }
  }

  @Test func aThinPatchVisitsEverySlice() {
    let grid = PatchGrid(extent: Extent(5, 48, 32), patch: Extent(1, 32, 32))
    #expect(grid.starts == [[0, 1, 2, 3, 4], [0, 16], [0]])
    #expect(grid.count == 10)
    #expect(grid[0] == VoxelIndex(0, 0, 0))
    #expect(grid[9] == VoxelIndex(4, 16, 0))
  }
}
