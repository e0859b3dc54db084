import ComputeEngine

/// One operation made ready for the machine: its primitives exist, its places in memory do not yet.
struct LoweredOperation {
  /// Memory that it needs while it runs.
  var scratchByteCount = 0
  /// For a result, the inputs in whose memory it may be written, best first.
  var inPlaceInputs: [Int: [Int]] = [:]
  /// Ties it to its places.
  var bind: (Binding) throws(EngineError) -> Step
}

/// What runs one operation.
typealias Step = () throws -> Void
