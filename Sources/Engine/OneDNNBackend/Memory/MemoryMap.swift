import ComputeEngine
import ComputeGraph

/// Where everything of a plan lies: intermediates, parameters, their gradients, and copies of weights.
struct MemoryMap {
  var arena: Arena
  /// The parameter whose gradient a value is.
  var parameterOfGradient: [Graph.Value: Graph.Value]
  /// Layouts of parameters by node.
  private(set) var layouts: [Int: ParameterLayout] = [:]
  private(set) var weightCopies: [WeightCopy] = []
  /// Floats in the flat buffer of parameters, padding included.
  private(set) var parameterCount = 0
  private(set) var copiesByteCount = 0

  init(arena: Arena, parameterOfGradient: [Graph.Value: Graph.Value]) {
    self.arena = arena
    self.parameterOfGradient = parameterOfGradient
  }

  /// Bytes of it all.
  var byteCount: Int {
    arena.byteCount + parameterCount * 4 * (parameterOfGradient.isEmpty ? 1 : 2) + copiesByteCount
  }

  /// Gives a parameter the next place in the flat buffers.
  mutating func add(_ parameter: Parameter, _ value: Graph.Value, _ segments: [ParameterSegment]) {
    var segments = segments
    for index in segments.indices {
      segments[index].offset = parameterCount
      parameterCount += (segments[index].description.byteCount / 4 + 15) / 16 * 16
    }
    layouts[value.node] = ParameterLayout(parameter: parameter, segments: segments)
  }

  /// Plans a copy of a segment in another layout or type, unless there is one.
  mutating func addCopy(
    of segment: Int, _ parameter: Graph.Value, as description: MemoryDescription
  ) {
    guard let layout = layouts[parameter.node],
      !layout.segments[segment].description.isEqual(to: description),
      copy(of: segment, parameter, as: description) == nil
    else { return }
    weightCopies.append(
      WeightCopy(
        parameter: parameter, segment: segment, description: description, offset: copiesByteCount))
    copiesByteCount += description.alignedByteCount
  }

  func copy(
    of segment: Int, _ parameter: Graph.Value, as description: MemoryDescription
  ) -> WeightCopy? {
    weightCopies.first {
      $0.parameter == parameter && $0.segment == segment && $0.description.isEqual(to: description)
    }
  }
}
