import ComputeEngine
import ComputeGraph

/// The memory of an executor: resolves values to addresses.
final class ExecutorMemory {
  private let map: MemoryMap
  let arena: AlignedMemory
  let weights: AlignedMemory
  let gradients: AlignedMemory?
  let copies: AlignedMemory

  init(_ map: MemoryMap) throws(EngineError) {
    self.map = map
    arena = try AlignedMemory(byteCount: map.arena.byteCount)
    weights = try AlignedMemory(byteCount: map.parameterCount * 4)
    gradients =
      map.parameterOfGradient.isEmpty
      ? nil : try AlignedMemory(byteCount: map.parameterCount * 4)
    copies = try AlignedMemory(byteCount: map.copiesByteCount)
  }

  func pointer(_ value: Graph.Value) -> UnsafeMutableRawPointer {
    if let layout = map.layouts[value.node], value.result == 0 {
      return weights.pointer + layout.offset * 4
    }
    if let parameter = map.parameterOfGradient[value] { return gradient(of: parameter, segment: 0) }
    guard let offset = map.arena.offsets[value] else {
      preconditionFailure("value \(value) has no place in memory")
    }
    return arena.pointer + offset
  }

  /// The scratch memory of a node.
  func scratch(_ node: Int) -> UnsafeMutableRawPointer {
    arena.pointer + (map.arena.scratchOffsets[node] ?? 0)
  }

  func gradient(of parameter: Graph.Value, segment: Int) -> UnsafeMutableRawPointer {
    guard let gradients, let layout = map.layouts[parameter.node] else {
      preconditionFailure("the plan has no gradients")
    }
    return gradients.pointer + layout.segments[segment].offset * 4
  }

  func weights(_ parameter: Graph.Value, segment: Int, as description: MemoryDescription)
    -> UnsafeMutableRawPointer
  {
    guard let layout = map.layouts[parameter.node] else {
      preconditionFailure("value \(parameter.node) is no parameter")
    }
    if let copy = map.copy(of: segment, parameter, as: description) {
      return copies.pointer + copy.offset
    }
    return weights.pointer + layout.segments[segment].offset * 4
  }
}
