import ComputeGraph
import Files

extension Optimizer {
  /// A part of the optimiser's state, with the name it has in checkpoints.
  public enum StatePart: String, CaseIterable, Sendable {
    /// Momentum, or AdamW's first moment.
    case first
    /// AdamW's second moment.
    case second
    /// The moving average of the parameters.
    case average
  }

  /// A part of the state by parameter name, each in C order; `nil` where this optimiser has no such part.
  public func state(_ part: StatePart) throws -> [String: [Float]]? {
    guard let memory = memory(of: part) else { return nil }
    return try executor.read(from: memory)
  }

  /// Sets a part of the state; without effect where this optimiser has no such part.
  public func setState(_ part: StatePart, _ values: [String: [Float]]) throws {
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

  /// Sets how many updates have been made, when a training run is resumed.
  public func setStepCount(_ count: Int) { stepCount = count }

  private func memory(of part: StatePart) -> AlignedMemory? {
    switch part {
    case .first: first
    case .second: second
    case .average: average
    }
  }
}
