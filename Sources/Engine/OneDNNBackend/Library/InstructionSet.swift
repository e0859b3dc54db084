import COneDNN

/// What the processor can do, as far as layouts and precision depend on it.
struct InstructionSet: Sendable {
  /// How many channels stand side by side in a feature map.
  let channelBlock: Int
  let multipliesBFloat16: Bool

  static let current: InstructionSet = {
    let flags = dnnl_get_effective_cpu_isa().rawValue
    func has(_ isa: dnnl_cpu_isa_t) -> Bool { flags & isa.rawValue == isa.rawValue }
    return InstructionSet(
      channelBlock: has(dnnl_cpu_isa_avx512_core) ? 16 : 8,
      multipliesBFloat16: has(dnnl_cpu_isa_avx512_core_bf16))
  }()
}
