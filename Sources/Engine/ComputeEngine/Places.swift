import ComputeGraph

/// The memory of an executor: resolves values to addresses.
final class Places {
  private let plan: Plan
  let arena: AlignedMemory
  let weights: AlignedMemory
  let gradients: AlignedMemory?
  let copies: AlignedMemory

  init(_ plan: Plan) throws(EngineError) {
    self.plan = plan
    arena = try AlignedMemory(byteCount: plan.arena.byteCount)
    weights = try AlignedMemory(byteCount: plan.parameterCount * 4)
    gradients =
      plan.parameterOfGradient.isEmpty
      ? nil : try AlignedMemory(byteCount: plan.parameterCount * 4)
    copies = try AlignedMemory(byteCount: plan.copiesByteCount)
  }

  func pointer(_ value: Graph.Value) -> UnsafeMutableRawPointer {
    if let layout = plan.layouts[value.node], value.result == 0 {
      return weights.pointer + layout.offset * 4
    }
    if let parameter = plan.parameterOfGradient[value] { return gradient(of: parameter, piece: 0) }
    guard let offset = plan.arena.offsets[value] else {
      preconditionFailure("\(plan.graph.nodes[value.node].operation) has no place in memory")
    }
    return arena.pointer + offset
  }

  func gradient(of parameter: Graph.Value, piece: Int) -> UnsafeMutableRawPointer {
    guard let gradients, let layout = plan.layouts[parameter.node] else {
      preconditionFailure("the plan has no gradients")
    }
    return gradients.pointer + layout.pieces[piece].offset * 4
  }

  func weights(_ parameter: Graph.Value, piece: Int, as description: MemoryDescription)
    -> UnsafeMutableRawPointer
  {
    guard let layout = plan.layouts[parameter.node] else {
      preconditionFailure("value \(parameter.node) is no parameter")
    }
    for copy in plan.copies
    where copy.parameter == parameter && copy.piece == piece
      && copy.description.isEqual(to: description)
    {
      return copies.pointer + copy.offset
    }
    return weights.pointer + layout.pieces[piece].offset * 4
  }
}
