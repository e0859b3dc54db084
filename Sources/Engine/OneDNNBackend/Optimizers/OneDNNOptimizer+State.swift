package import ComputeEngine
import ComputeGraph
import Files

extension OneDNNOptimizer {
  package func state(_ part: OptimizerStatePart) throws -> [String: [Float]]? {
    guard let memory = memory(of: part) else { return nil }
    return try executor.read(from: memory)
  }

  package func setState(_ part: OptimizerStatePart, _ values: [String: [Float]]) throws {
    guard let memory = memory(of: part) else { return }
    try executor.write(
      { parameter in
        guard let state = values[parameter.name], state.count == parameter.count else {
          throw EngineError(
            "the optimiser state of \(parameter.name) is missing or of another size",
            kind: .badData)
        }
        return state
      }, to: memory)
  }

  private func memory(of part: OptimizerStatePart) -> AlignedMemory? {
    switch part {
    case .first: first
    case .second: second
    case .average: average
    }
  }
}
