import CEngineKernels
import ComputeEngine
import ComputeGraph

/// How a feature map lies in memory.
struct TensorFormat: Hashable {
  var type: Precision
  /// False for images of few channels, which convolutions read in C order without padding.
  var isBlocked: Bool

  init(type: Precision, isBlocked: Bool = true) {
    self.type = type
    self.isBlocked = isBlocked
  }

  /// Channels as they lie in memory.
  func channels(_ count: Int) -> Int { isBlocked ? paddedChannels(count) : count }

  func byteCount(_ shape: Shape) -> Int {
    shape.batch * channels(shape.channels) * shape.voxels * type.byteCount
  }

  /// The same for the kernels in C.
  /// - Precondition: the map is blocked.
  var kernelFormat: seg_format {
    precondition(isBlocked, "an image in C order has no kernel format")
    if type == .bfloat16 { return seg_bf16x16 }
    return InstructionSet.current.channelBlock == 16 ? seg_f32x16 : seg_f32x8
  }

  /// - Parameter layout: Another layout than the format's own.
  func description(_ shape: Shape, _ layout: MemoryDescription.Layout? = nil) throws(EngineError)
    -> MemoryDescription
  {
    try MemoryDescription(
      [shape.batch, channels(shape.channels), shape.depth, shape.height, shape.width], type,
      layout ?? (isBlocked ? .blocked(InstructionSet.current.channelBlock) : .plain))
  }
}

/// Channels of a blocked feature map: they are padded with zeros.
func paddedChannels(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }
