import ComputeGraph

/// The places that an operation is tied to.
struct Binding {
  let node: Graph.Node
  let index: Int
  let memory: ExecutorMemory
  /// Where inputs lie that have been converted to another format.
  var converted: [Int: UnsafeMutableRawPointer] = [:]

  init(node: Graph.Node, index: Int, memory: ExecutorMemory) {
    self.node = node
    self.index = index
    self.memory = memory
  }

  var scratch: UnsafeMutableRawPointer { memory.scratch(index) }

  func input(_ position: Int) -> UnsafeMutableRawPointer {
    converted[position] ?? memory.pointer(node.inputs[position])
  }

  func result(_ position: Int = 0) -> UnsafeMutableRawPointer {
    memory.pointer(Graph.Value(node: index, result: position))
  }

  /// A per-channel parameter among the inputs.
  func vector(_ position: Int) -> UnsafeMutablePointer<Float> {
    input(position).assumingMemoryBound(to: Float.self)
  }

  func vectorResult(_ position: Int) -> UnsafeMutablePointer<Float> {
    result(position).assumingMemoryBound(to: Float.self)
  }

  /// The weights among the inputs in the layout that a primitive takes.
  func weights(_ position: Int, segment: Int, as description: MemoryDescription)
    -> UnsafeMutableRawPointer
  {
    memory.weights(node.inputs[position], segment: segment, as: description)
  }

  /// The place of one segment of a weight gradient.
  func weightGradient(_ parameter: Graph.Value, segment: Int) -> UnsafeMutableRawPointer {
    memory.gradient(of: parameter, segment: segment)
  }
}
