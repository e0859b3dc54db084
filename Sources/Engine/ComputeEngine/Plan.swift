import CEngineKernels
import CKernelSupport
public import ComputeGraph

/// A graph made ready to run: layouts, fused operations, primitives and the place of every intermediate, for fixed shapes.
///
/// Making a plan allocates no feature map; ``peakByteCount`` tells beforehand what an ``Executor`` will take.
/// Use it and its executors from one thread.
public final class Plan {
  public internal(set) var graph: Graph
  public let precision: Precision
  /// Threads that run it, the calling one among them.
  public let threads: Int

  let engine: DNNLEngine
  /// The nodes that are run, in order, with what runs them.
  var lowered: [(index: Int, operation: Lowered)]
  /// Layouts of parameters by node.
  private(set) var layouts: [Int: ParameterLayout] = [:]
  /// The parameter whose gradient a value is.
  var parameterOfGradient: [Graph.Value: Graph.Value]
  /// Copies of weights in layouts or types other than the master's.
  private(set) var copies: [WeightCopy] = []
  var arena: Arena
  /// Nodes that repeat another one in order to save memory.
  var repeated: Set<Int> = []
  /// What was done to fit a limit of memory.
  public internal(set) var recomputation: Recomputation?
  let outputs: [Graph.Value]
  /// Floats in the flat buffer of parameters, padding included.
  private(set) var parameterCount = 0
  private(set) var copiesByteCount = 0

  /// Weights in the layout or type that some primitive wants, remade when the parameters have changed.
  struct WeightCopy {
    var parameter: Graph.Value
    var piece: Int
    var description: MemoryDescription
    var offset: Int
  }

  /// - Parameters:
  ///   - graph: Fused, and extended by gradients if it is to train.
  ///   - outputs: The values that will be read after a run.
  ///   - gradients: The gradient of every parameter that is trained.
  /// - Throws: ``EngineError`` where oneDNN cannot do an operation on this processor.
  public init(
    _ graph: Graph, outputs: [Graph.Value], gradients: [Graph.Value: Graph.Value] = [:],
    precision: Precision, threads: Int
  ) throws {
    self.graph = graph
    self.precision = precision
    self.threads = max(1, threads)
    // oneDNN divides the work of a primitive among the threads there are when it is made.
    seg_set_threads(Int32(self.threads))
    self.outputs = outputs
    engine = try DNNLEngine()
    parameterOfGradient = Dictionary(
      gradients.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })

    let needed = Self.reachable(from: outputs + Array(gradients.values), in: graph)
    let lowering = Lowering(
      graph: graph, parameterOfGradient: parameterOfGradient, precision: precision,
      threads: self.threads, engine: engine)
    var lowered: [(index: Int, operation: Lowered)] = []
    for index in graph.nodes.indices where needed.contains(index) {
      if let operation = try lowering.lower(index) { lowered.append((index, operation)) }
    }
    self.lowered = lowered
    arena = Arena(
      graph: graph, precision: precision, lowered: lowered, outputs: outputs,
      parameterOfGradient: parameterOfGradient)
    try layOutParameters(lowering)
  }

  /// Bytes that an executor of this plan takes: intermediates, parameters, gradients and copies of weights.
  public var peakByteCount: Int {
    arena.byteCount + parameterCount * 4 * (parameterOfGradient.isEmpty ? 1 : 2) + copiesByteCount
  }

  /// Multiplications and additions of a run; what is computed twice to save memory counts once.
  public var floatingPointOperations: Double {
    lowered.reduce(0) {
      $0 + (repeated.contains($1.index) ? 0 : $1.operation.floatingPointOperations)
    }
  }

  private static func reachable(from values: [Graph.Value], in graph: Graph) -> Set<Int> {
    var reached = Set(values.map(\.node))
    for index in graph.nodes.indices.reversed() where reached.contains(index) {
      for input in graph.nodes[index].inputs { reached.insert(input.node) }
    }
    return reached
  }

  private func layOutParameters(_ lowering: Lowering) throws {
    for (parameter, value) in graph.parameters {
      var pieces = try lowering.pieces(of: parameter, value)
      for index in pieces.indices {
        pieces[index].offset = parameterCount
        parameterCount += (pieces[index].description.byteCount / 4 + 15) / 16 * 16
      }
      layouts[value.node] = ParameterLayout(parameter: parameter, pieces: pieces)
    }
    for wish in lowering.wishes {
      guard let layout = layouts[wish.parameter.node],
        !layout.pieces[wish.piece].description.isEqual(to: wish.description),
        !copies.contains(where: {
          $0.parameter == wish.parameter && $0.piece == wish.piece
            && $0.description.isEqual(to: wish.description)
        })
      else { continue }
      copies.append(
        WeightCopy(
          parameter: wish.parameter, piece: wish.piece, description: wish.description,
          offset: copiesByteCount))
      copiesByteCount += wish.description.alignedByteCount
    }
  }
}
