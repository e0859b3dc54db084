import CKernelSupport
import Foundation
import Testing

struct KernelVersionTests {
  /// Tests repeated for other processors must run kernels that were compiled for them.
  @Test func kernelsAreThoseAskedFor() {
    let asked = ProcessInfo.processInfo.environment["SEG_KERNELS"] ?? ""
    #expect(String(cString: seg_kernels()) == (asked.isEmpty ? "all" : asked))
  }
}
