import ComputeEngine
import Files
import Foundation

/// Owns a piece of memory, aligned to a page and zero at first.
final class AlignedMemory {
  let pointer: UnsafeMutableRawPointer
  let byteCount: Int

  init(byteCount: Int) throws(EngineError) {
    let size = max(4096, (byteCount + 4095) / 4096 * 4096)
    // Anonymous pages are zero, and large ones spare most of the page faults.
    let pointer = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pointer, pointer != MAP_FAILED else {
      throw EngineError("\(size >> 20) MB of memory cannot be allocated", kind: .inputOutput)
    }
    _ = madvise(pointer, size, MADV_HUGEPAGE)
    self.pointer = pointer
    self.byteCount = size
  }

  var floats: UnsafeMutablePointer<Float> { pointer.assumingMemoryBound(to: Float.self) }

  deinit { munmap(pointer, byteCount) }
}
