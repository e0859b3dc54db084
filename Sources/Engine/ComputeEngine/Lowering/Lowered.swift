import ComputeGraph

/// One operation made ready for the machine: its primitives exist, its places in memory do not yet.
struct Lowered {
  /// What it is called in a profile.
  var kind: String
  /// Multiplications and additions, for the profile.
  var floatingPointOperations = 0.0
  /// Memory that it needs while it runs.
  var scratchByteCount = 0
  /// For a result, the inputs whose memory it may take over, best first.
  var takesOver: [Int: [Int]] = [:]
  /// Ties it to its places.
  var bind: (Binding) throws(EngineError) -> Step = { _ in {} }
}

/// What runs one operation.
typealias Step = () throws -> Void

/// The places that an operation is tied to.
struct Binding {
  let plan: Plan
  let node: Graph.Node
  let index: Int
  let scratch: UnsafeMutableRawPointer
  let places: Places

  func input(_ position: Int) -> UnsafeMutableRawPointer { places.pointer(node.inputs[position]) }

  func result(_ position: Int = 0) -> UnsafeMutableRawPointer {
    places.pointer(Graph.Value(node: index, result: position))
  }

  /// A per-channel parameter among the inputs.
  func vector(_ position: Int) -> UnsafeMutablePointer<Float> {
    input(position).assumingMemoryBound(to: Float.self)
  }

  func vectorResult(_ position: Int) -> UnsafeMutablePointer<Float> {
    result(position).assumingMemoryBound(to: Float.self)
  }

  /// The weights among the inputs in the layout that a primitive wants.
  func weights(_ position: Int, piece: Int, as description: MemoryDescription)
    -> UnsafeMutableRawPointer
  {
    places.weights(node.inputs[position], piece: piece, as: description)
  }

  /// The place of one piece of a weight gradient.
  func weightGradient(_ parameter: Graph.Value, piece: Int) -> UnsafeMutableRawPointer {
    places.gradient(of: parameter, piece: piece)
  }
}
