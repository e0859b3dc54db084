/// In which type a plan keeps feature maps and the copies of weights that convolutions read.
///
/// Master weights, statistics, softmax, losses and optimiser state are float32 in both.
public enum Precision: String, Hashable, Sendable, Codable, CaseIterable {
  case float32
  /// Half the memory, and twice the speed where the processor multiplies it.
  case bfloat16

  /// Bytes of one element.
  package var byteCount: Int { self == .float32 ? 4 : 2 }
}
