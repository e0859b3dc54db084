import Foundation
import TestSupport
import Testing
import Transforms
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
      [Case].self, from: Data(contentsOf: SharedData.fixture("Transforms/cubic.json")))
    #expect(cases.count == 4)
    for entry in cases {
      let resampler = Resampler(
        from: Extent(entry.shape[0], entry.shape[1], entry.shape[2]),
        to: Extent(entry.size[0], entry.size[1], entry.size[2]))
      for (interpolation, expected) in [(Interpolation.cubic, entry.cubic), (.linear, entry.linear)]
      {
        for threads in [1, 2] {
          let result = resampler.resample(entry.source, interpolation, limits: true, threads: threads)
          let difference = zip(result, expected).map { abs($0 - $1) }.max() ?? .infinity
          #expect(result.count == expected.count && difference < 2e-5, "\(entry.size) \(difference)")
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

  @Test func coarseAxisIsTakenFromTheNearestSlice() {
    let source = (0..<3).flatMap { slice in [Float](repeating: Float(slice), count: 16) }
    let resampler = Resampler(from: Extent(3, 4, 4), to: Extent(6, 5, 5), separateAxis: 0)
    let result = resampler.resample(source, .cubic, limits: true, threads: 1)
    let slices = (0..<6).map { result[$0 * 25 + 12] }
    #expect(zip(slices, [0, 0, 1, 1, 2, 2]).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func labelsOfOneValueStayWhole() {
    let resampler = Resampler(from: Extent(4, 4, 4), to: Extent(7, 9, 5))
    let result = resampler.resample(labels: [UInt16](repeating: 7, count: 64), threads: 1)
    #expect(result == [UInt16](repeating: 7, count: 7 * 9 * 5))
  }
}
