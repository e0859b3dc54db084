import COneDNN
public import ComputeEngine
public import ComputeGraph

/// The compute engine on oneDNN, with kernels in C where those are faster.
public struct OneDNN: Backend {
  public init() {}

  public var libraryVersion: String {
    guard let version = dnnl_version()?.pointee else { return "unknown" }
    return "\(version.major).\(version.minor).\(version.patch)"
  }

  public var fastestPrecision: Precision {
    InstructionSet.current.multipliesBFloat16 ? .bfloat16 : .float32
  }

  /// How fast networks train, rounded from the training steps of `seg benchmark`.
  public func relativeSpeed(_ precision: Precision, threads: Int) -> Double {
    let processor = InstructionSet.current
    let core =
      switch precision {
      case .bfloat16: processor.multipliesBFloat16 ? 1 : 0.02
      case .float32: processor.channelBlock == 16 ? 0.85 : 0.3
      }
    return core * Double(threads) / 2
  }

  public func compile(
    _ graph: Graph, outputs: [Graph.Value], gradients: [Graph.Value: Graph.Value],
    precision: Precision, threads: Int
  ) throws -> any ExecutionPlan {
    try OneDNNPlan(
      graph, outputs: outputs, gradients: gradients, precision: precision, threads: threads)
  }

  public func memoryBandwidth(threads: Int) throws -> Double {
    try MemoryBandwidth.bytesPerSecond(threads: threads)
  }
}
