import CEngineKernels
import ComputeEngine
import Foundation

/// How fast the processor's cores together move memory.
enum MemoryBandwidth {
  /// Adds two arrays into a third, each of 64 MB, as feature maps are added.
  ///
  /// The best of several passes, in bytes a second.
  ///
  /// Counts what the program reads and writes: the line that a processor reads before it writes it is not counted.
  /// - Throws: ``EngineError`` where memory is short.
  static func bytesPerSecond(threads: Int) throws -> Double {
    let count = 16 << 20
    let arrays = try (0..<3).map { _ in
      let memory = try AlignedMemory(byteCount: count * 4)
      memory.pointer.initializeMemory(as: Float.self, repeating: 1, count: count)
      return memory
    }
    var best = Double.infinity
    for _ in 0..<8 {
      let start = DispatchTime.now().uptimeNanoseconds
      seg_add(
        seg_f32x16, arrays[0].pointer, arrays[1].pointer, arrays[2].pointer, Int64(count),
        Int32(threads))
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
    }
    return Double(3 * count * 4) / best
  }
}
