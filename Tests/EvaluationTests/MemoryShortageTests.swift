import CEvaluation
import CKernelSupport
import Foundation
import Testing

/// Every allocation of the kernels may fail: they say so, and free what they have.
struct MemoryShortageTests {
  /// How many allocations `work` makes in this thread, each of which was let fail once.
  /// - Parameter work: Returns whether it succeeded.
  private func failures(_ work: () -> Bool) -> Int64 {
    defer { seg_limit_allocations(-1) }
    for count in 0..<1000 as Range<Int64> {
      seg_limit_allocations(count)
      if work() { return count }
    }
    return 1000
  }

  @Test(arguments: [1, 2] as [Int32])
  func labelScanReportsIt(_ threads: Int32) {
    // 3000 different pairs, for which the tables grow twice or three times while the threads scan.
    let reference = (0..<6000).map { UInt16($0 / 2) }
    let prediction = (0..<6000).map { UInt16($0 / 2 * 7 % 3000) }
    let count = failures {
      var pairs: UnsafeMutablePointer<seg_label_pair>?
      let boxes = [seg_label_box](unsafeUninitializedCapacity: 65536) { boxes, filled in
        filled = 65536
        let found = seg_label_scan(
          reference, prediction, 60, 10, 10, threads, boxes.baseAddress, &pairs)
        if found < 0 { filled = 0 } else { #expect(found == 3000) }
      }
      free(pairs)
      return !boxes.isEmpty
    }
    // Two arrays a table and the list; tables that hold 3000 pairs have grown at least twice.
    #expect(count >= 2 * Int64(threads) + 2 * 2 + 1)
    #expect(count < 1000)
  }

  @Test func componentsReportIt() {
    let map = (0..<20000).map { UInt16($0 % 3) }
    let classes = (0..<65536).map { UInt16(truncatingIfNeeded: $0) }
    let count = failures {
      var components = seg_components()
      let isDone = seg_find_components(map, 2, 100, 100, classes, &components) == 0
      if isDone { seg_free_components(&components) }
      return isDone
    }
    // Where rows start, the lists of runs and labels, grown once or more, components and numbers.
    #expect((7..<1000).contains(count))
  }

  @Test func thinningReportsIt() {
    let count = failures {
      var bytes = [UInt8](repeating: 1, count: 4000)
      return seg_thin(&bytes, [10, 20, 20]) == 0
    }
    #expect((3..<1000).contains(count))
  }

  @Test func distanceTransformReportsIt() {
    var sites = [UInt8](repeating: 0, count: 30 * 20 * 10)
    sites[0] = 1
    var queries = [UInt8](repeating: 0, count: sites.count)
    let count = failures {
      // Too far away to be answered from the rows around it.
      queries[queries.count - 1] = 1
      var distance = 0.0
      var code: UInt8 = 0
      let found = sites.withUnsafeBufferPointer { sites in
        queries.withUnsafeMutableBufferPointer { queries in
          var problem = seg_distance_problem()
          problem.sites = sites.baseAddress
          problem.queries = queries.baseAddress
          problem.size = (30, 20, 10)
          problem.spacing = (1, 1, 1)
          return seg_distance_transform(&problem, &distance, &code, nil)
        }
      }
      if found >= 0 {
        #expect(found == 1 && distance == Double(29 * 29 + 19 * 19 + 9 * 9).squareRoot())
      }
      return found >= 0
    }
    // Thirteen arrays, and that of the passes along y and z.
    #expect(count == 14)
  }
}
