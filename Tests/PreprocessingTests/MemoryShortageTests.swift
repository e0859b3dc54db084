import CKernelSupport
import CPreprocessing
import Files
import Foundation
import Preprocessing
import TestSupport
import Testing
import Volumes

/// Short memory must end in an error that says so, never in a signal.
struct MemoryShortageTests {
  private static let resampler = Resampler(from: Extent(4, 5, 6), to: Extent(7, 3, 9))
  private static let voxels = [Float](repeating: 1, count: 120)

  /// The error with which resampling ends where only some allocations succeed, or `nil` where it does not.
  private static func failure(afterAllocations count: Int64, _ work: () throws -> Void) throws
    -> PreprocessingError?
  {
    seg_limit_allocations(count)
    defer { seg_limit_allocations(-1) }
    do { try work() } catch let error as PreprocessingError { return error }
    return nil
  }

  @Test func everyAllocationOfAnImageMayFail() throws {
    var failures = 0
    while let error = try Self.failure(
      afterAllocations: Int64(failures),
      { _ = try Self.resampler.resample(Self.voxels, .cubic, limits: true, threads: 2) })
    {
      #expect(error.kind == .inputOutput)
      #expect(error.description.hasPrefix("not enough memory"))
      failures += 1
    }
    // The result at the end, then for each axis its result and the kernel's scratch.
    #expect(failures == 7)
  }

  @Test func everyAllocationOfLabelsMayFail() throws {
    let labels = [UInt16](repeating: 1, count: 120)
    var failures = 0
    while let error = try Self.failure(
      afterAllocations: Int64(failures),
      { _ = try Self.resampler.resample(labels: labels, threads: 1) })
    {
      #expect(error.kind == .inputOutput)
      failures += 1
    }
    #expect(failures == 8)
  }

  @Test func theKernelReportsSizesBeyondAllMemory() {
    var result: Float = 3
    // 2⁵⁰ and 2⁶² voxels along an axis: more than there can be, and more than a size can count.
    for from in [Int64(1) << 50, 1 << 62] {
      #expect(seg_resize_axis([1], &result, 1, from, 1, 1, seg_linear, 2) == 0)
    }
    #expect(result == 3)
  }

  @Test func gridsBeyondAllMemoryAreRefused() {
    for edge in [1 << 16, Int(Int32.max)] {
      let resampler = Resampler(from: Extent(1, 1, 1), to: Extent(edge, edge, edge))
      #expect(throws: PreprocessingError.self) {
        try resampler.resample([1], .linear, limits: false, threads: 1)
      }
      #expect(throws: PreprocessingError.self) {
        try resampler.resample(labels: [1], threads: 1)
      }
    }
  }
}
