import CEngineKernels
import ComputeGraph

/// How a feature map lies in memory.
struct Format: Hashable {
  var type: Precision
  /// False for images of few channels, which the first convolution reads in C order without padding.
  var isBlocked: Bool

  init(type: Precision, isBlocked: Bool = true) {
    self.type = type
    self.isBlocked = isBlocked
  }

  /// Images of up to this many channels stay in C order: oneDNN has kernels for them in both directions.
  static let mostPlainChannels = 3

  init(of value: Graph.Value, in graph: Graph, precision: Precision) {
    switch graph.nodes[value.node].operation {
    case .input:
      self.init(
        type: precision,
        isBlocked: graph.shape(of: value).channels > Self.mostPlainChannels)
    case .convolution(let convolution) where convolution.keepsFullPrecision:
      self.init(type: .float32)
    default:
      self.init(type: precision)
    }
  }

  func channels(_ count: Int) -> Int { isBlocked ? paddedChannels(count) : count }

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
