import Foundation
import Preprocessing
import TestSupport
import Testing
import Volumes

struct ResamplerTests {
  struct Case: Decodable {
    var shape: [Int]
    var size: [Int]
    var source: [Float]
    var cubic: [Float]
    var linear: [Float]
  }

  @Test func equalsScipy() throws {
    let cases = try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: SharedData.fixture("Preprocessing/cubic.json")))
    #expect(cases.count == 4)
    for entry in cases {
      let resampler = Resampler(
        from: Extent(entry.shape[0], entry.shape[1], entry.shape[2]),
        to: Extent(entry.size[0], entry.size[1], entry.size[2]))
      for (interpolation, expected) in [
        (Interpolation.cubic, entry.cubic), (.linear, entry.linear),
      ] {
        for threads in [1, 2] {
          let result = try resampler.resample(
            entry.source, interpolation, limits: true, threads: threads)
          let difference = zip(result, expected).map { abs($0 - $1) }.max() ?? .infinity
          #expect(
            result.count == expected.count && difference < 2e-5, "\(entry.size) \(difference)")
        }
      }
    }
  }

  @Test func sizesRoundHalvesToEven() {
    let extent = Extent(5, 7, 10)
    // 5 * 1 / 2 = 2.5 -> 2; 7 / 2 = 3.5 -> 4; 10 / 2 = 5.
    #expect(
      Resampler.extent(extent, from: Spacing(1, 1, 1), to: Spacing(2, 2, 2)) == Extent(2, 4, 5))
  }

  @Test func separateAxisAsNnUNetDecides() {
    #expect(Resampler.separateAxis(from: Spacing(5, 1, 1), to: Spacing(1, 1, 1)) == 0)
    #expect(Resampler.separateAxis(from: Spacing(1, 1, 1), to: Spacing(1, 4, 1)) == 1)
    #expect(Resampler.separateAxis(from: Spacing(3, 1, 1), to: Spacing(1, 1, 1)) == nil)
    #expect(Resampler.separateAxis(from: Spacing(4, 4, 1), to: Spacing(1, 1, 1)) == nil)
  }

  @Test func coarseAxisIsTakenFromTheNearestSlice() throws {
    let source = (0..<3).flatMap { slice in [Float](repeating: Float(slice), count: 16) }
    let resampler = Resampler(from: Extent(3, 4, 4), to: Extent(6, 5, 5), separateAxis: 0)
    let result = try resampler.resample(source, .cubic, limits: true, threads: 1)
    let slices = (0..<6).map { result[$0 * 25 + 12] }
    #expect(zip(slices, [0, 0, 1, 1, 2, 2]).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test(arguments: [0, 1, 2])
  func separateAxisResizesSlicesAndTakesTheNearest(_ axis: Int) throws {
    let from = Extent(5, 6, 7)
    var to = Extent(9, 8, 10)
    to[axis] = 11
    var generator = SeededGenerator(seed: 3)
    let source = (0..<from.count).map { _ in Float(generator.normal()) }
    let result = try Resampler(from: from, to: to, separateAxis: axis).resample(
      source, .cubic, limits: false, threads: 1)
    for index in 0..<to[axis] {
      // The slice whose middle is nearest, halves upwards.
      let nearest = Int(
        ((Double(index) + 0.5) * Double(from[axis]) / Double(to[axis])).rounded(.down))
      let slice = Self.slice(source, from, axis, nearest)
      var (flat, wide) = (from, to)
      flat[axis] = 1
      wide[axis] = 1
      let expected = try Resampler(from: flat, to: wide).resample(
        slice, .cubic, limits: false, threads: 1)
      let difference = zip(Self.slice(result, to, axis, index), expected).map { abs($0 - $1) }.max()
      #expect((difference ?? 1) < 1e-5)
    }
  }

  private static func slice(_ voxels: [Float], _ extent: Extent, _ axis: Int, _ index: Int)
    -> [Float]
  {
    let inner = ((axis + 1)..<3).reduce(1) { $0 * extent[$1] }
    return voxels.indices.filter { $0 / inner % extent[axis] == index }.map { voxels[$0] }
  }

  @Test(arguments: Interpolation.allCases)
  func threadsDoNotChangeAVoxel(_ interpolation: Interpolation) throws {
    let (from, to) = (Extent(13, 17, 40), Extent(20, 11, 70))
    var generator = SeededGenerator(seed: 4)
    let source = (0..<from.count).map { _ in Float(generator.normal()) }
    let resampler = Resampler(from: from, to: to)
    let one = try resampler.resample(source, interpolation, limits: true, threads: 1)
    let two = try resampler.resample(source, interpolation, limits: true, threads: 2)
    #expect(one == two)
  }

  @Test func linearRampsStayRamps() throws {
    let (from, to) = (Extent(1, 1, 40), Extent(1, 1, 100))
    let ramp = (0..<40).map { Float($0) }
    for interpolation in [Interpolation.linear, .cubic] {
      let result = try Resampler(from: from, to: to).resample(
        ramp, interpolation, limits: false, threads: 1)
      for x in 25..<75 { #expect(abs(result[x] - ((Float(x) + 0.5) * 0.4 - 0.5)) < 1e-4) }
    }
  }

  @Test func hugeAndMeaninglessSizesAreBounded() {
    let sizes = Resampler.extent(
      Extent(10, 10, 10), from: Spacing(1e30, .nan, 1), to: Spacing(1e-30, 1, .infinity))
    #expect(sizes == Extent(Int(Int32.max), 1, 1))
  }

  @Test func labelsOfOneValueStayWhole() throws {
    let resampler = Resampler(from: Extent(4, 4, 4), to: Extent(7, 9, 5))
    let result = try resampler.resample(labels: [UInt16](repeating: 7, count: 64), threads: 1)
    #expect(result == [UInt16](repeating: 7, count: 7 * 9 * 5))
  }
}
