import CEvaluation
import Foundation
import TestSupport
import Testing
import Volumes

@Suite struct ThinningTests {
  private struct Sample: Decodable {
    var extent: Extent
    var mask: [[Int]]
    var skeleton: [[Int]]
  }

  private func bytes(_ runs: [[Int]]) -> [UInt8] {
    runs.flatMap { [UInt8](repeating: UInt8($0[0]), count: $0[1]) }
  }

  /// Made by `make_skeletons.py`.
  @Test func skeletonsEqualThoseOfScikitImage() throws {
    let samples = try JSONDecoder().decode(
      [Sample].self, from: Data(contentsOf: SharedData.fixture("Evaluation/skeletons.json")))
    #expect(samples.count == 3)
    for sample in samples {
      var voxels = bytes(sample.mask)
      #expect(seg_thin(&voxels, sample.extent.axes.map(Int32.init)) == 0)
      #expect(voxels == bytes(sample.skeleton))
    }
  }

  @Test func aLineIsItsOwnSkeleton() {
    var voxels = [UInt8](repeating: 0, count: 5 * 5 * 9)
    for x in 1..<8 { voxels[(2 * 5 + 2) * 9 + x] = 1 }
    let line = voxels
    #expect(seg_thin(&voxels, [5, 5, 9]) == 0)
    #expect(voxels == line)
  }
}
