import Augmentation
import Foundation
import Preprocessing
import Testing
import Training
import Volumes

struct PatchSamplerTests {
  /// A case of background with single voxels of classes.
  static func entry(_ id: String, _ extent: Extent, _ voxels: [(Int, UInt8)]) -> PreparedCase {
    var labels = [UInt8](repeating: 0, count: extent.count)
    for (offset, label) in voxels { labels[offset] = label }
    return PreparedCase(
      id: id,
      image: Volume(
        geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), channels: 1,
        voxels: labels.map(Float.init)),
      labels: labels, foreground: ForegroundIndex(labels, classes: 4, seed: 1))
  }

  private func sampler(
    _ cases: [PreparedCase], patch: Extent = Extent(6, 6, 6), batch: Int = 3,
    fraction: Double = 0.33, cases weights: [Double]? = nil, classes: [Double]? = nil
  ) -> PatchSampler {
    PatchSampler(
      cases: cases, patch: patch, batch: batch, foregroundFraction: fraction,
      augmenter: Augmenter(.none, patch: patch), seed: 9, caseWeights: weights,
      classWeights: classes)
  }

  /// Class 1 in a thousand voxels, class 2 in one.
  static let uneven: PreparedCase = {
    let extent = Extent(20, 20, 20)
    let large = (0..<1000).map { ($0 * 7, UInt8(1)) }
    return entry("uneven", extent, large + [(extent.offset(10, 11, 12), 2)])
  }()

  @Test func rareClassesAreAskedForAsOftenAsOthers() throws {
    let sampler = sampler([Self.uneven])
    var counts = [0, 0, 0, 0]
    for step in 0..<2000 {
      let place = try sampler.place(step: step, index: 2)
      counts[place.forcedClass ?? 0] += 1
      let patch = try sampler.sample(step: step, index: 2)
      #expect(patch.labels.contains(UInt8(place.forcedClass ?? 0)))
      #expect(try sampler.place(step: step, index: 0).forcedClass == nil)
    }
    #expect(counts[0] == 0 && counts[3] == 0)
    #expect(abs(counts[1] - 1000) < 80)
  }

  @Test func classWeightsChangeTheOdds() throws {
    let sampler = sampler([Self.uneven], classes: [1, 1, 3, 1])
    let rare = try (0..<2000).count { try sampler.place(step: $0, index: 2).forcedClass == 2 }
    #expect(abs(rare - 1500) < 80)
    let none = self.sampler([Self.uneven], classes: [1, 0, 0, 0])
    #expect(try none.place(step: 1, index: 2).forcedClass == nil)
  }

  @Test(arguments: [(2, 0.33, 1), (3, 0.33, 1), (9, 0.33, 3), (4, 1, 4), (2, 0.1, 1), (4, 0, 0)])
  func theLastPartOfABatchHoldsForeground(batch: Int, fraction: Double, forced: Int) throws {
    let sampler = sampler([Self.uneven], batch: batch, fraction: fraction)
    let isForced = try (0..<batch).map { try sampler.place(step: 5, index: $0).forcedClass != nil }
    #expect(isForced == (0..<batch).map { $0 >= batch - forced })
  }

  @Test func casesAreDrawnByTheirWeights() throws {
    let cases = (0..<4).map { Self.entry("case_\($0)", Extent(8, 8, 8), [(0, 1)]) }
    func counts(_ weights: [Double]?) throws -> [Int] {
      let sampler = sampler(cases, cases: weights)
      var counts = [0, 0, 0, 0]
      for step in 0..<4000 { counts[try sampler.place(step: step, index: 0).caseIndex] += 1 }
      return counts
    }
    #expect(try counts(nil).allSatisfy { abs($0 - 1000) < 110 })
    #expect(try counts([2, 2, 2, 2]) == counts(nil))
    let weighted = try counts([1, 0, 6, 3])
    #expect(weighted[1] == 0 && abs(weighted[0] - 400) < 80)
    #expect(abs(weighted[2] - 2400) < 110 && abs(weighted[3] - 1200) < 110)
  }

  @Test func patchesStayInsideAndReachEveryPlace() throws {
    let entry = Self.entry("a", Extent(9, 6, 7), [(0, 1)])
    let sampler = sampler([entry], patch: Extent(6, 6, 4))
    var starts: [Set<Int>] = [[], [], []]
    for step in 0..<400 {
      let center = try sampler.place(step: step, index: 0).center
      for axis in 0..<3 { starts[axis].insert(center[axis] - [3, 3, 2][axis]) }
    }
    #expect(starts == [[0, 1, 2, 3], [0], [0, 1, 2, 3]])
  }

  /// Volumes smaller than the patch lie whole in its middle, whatever is asked for.
  @Test(arguments: [(4, 4), (5, 8), (3, 8), (1, 6), (7, 7)])
  func smallVolumesLieWholeInThePatch(size: Int, patch: Int) throws {
    let extent = Extent(size, size, size)
    var generator = SeededGenerator(seed: 3)
    let voxels = (0..<extent.count).map { ($0, UInt8(generator.integer(below: 3) + 1)) }
    let entry = Self.entry("small", extent, voxels)
    let sampler = sampler([entry], patch: Extent(patch, patch, patch))
    let before = (patch - size) / 2
    for (step, index) in [(0, 0), (1, 1), (2, 2), (7, 2)] {
      let sample = try sampler.sample(step: step, index: index)
      for z in 0..<patch {
        for y in 0..<patch {
          for x in 0..<patch {
            let place = [z - before, y - before, x - before]
            let isInside = place.allSatisfy { $0 >= 0 && $0 < size }
            let expected =
              isInside ? voxels[extent.offset(place[0], place[1], place[2])].1 : 0
            #expect(sample.labels[sample.extent.offset(z, y, x)] == expected)
          }
        }
      }
    }
  }
}
