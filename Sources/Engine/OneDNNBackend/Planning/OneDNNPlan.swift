import CKernelSupport
package import ComputeEngine
package import ComputeGraph

/// A graph made ready for oneDNN and the kernels in C: formats, primitives and the place of every intermediate, for fixed shapes.
///
/// Making a plan allocates no feature map; ``peakByteCount`` tells beforehand what an executor will take.
/// Use it and its executors from one thread.
package final class OneDNNPlan {
  package internal(set) var graph: Graph
  package let precision: Precision
  package let threads: Int
  package internal(set) var recomputation: Recomputation?

  let engine: DNNLEngine
  package let outputs: [Graph.Value]
  /// The format of every feature map.
  var formats: FormatAssignment
  /// The nodes that are run, in order, with what runs them.
  var steps: [PlannedStep]
  var memory: MemoryMap
  /// Nodes that repeat another one in order to save memory.
  var repeated: Set<Int> = []

  /// A node that is run.
  struct PlannedStep {
    var node: Int
    var operation: LoweredOperation

    var arenaStep: Arena.Step {
      Arena.Step(
        node: node, scratchByteCount: operation.scratchByteCount,
        inPlaceInputs: operation.inPlaceInputs)
    }
  }

  init(
    _ graph: Graph, outputs: [Graph.Value], gradients: [Graph.Value: Graph.Value] = [:],
    precision: Precision, threads: Int
  ) throws(EngineError) {
    self.graph = graph
    self.precision = precision
    self.threads = max(1, threads)
    self.outputs = outputs
    // oneDNN divides the work of a primitive among the threads there are when it is made.
    seg_set_threads(Int32(self.threads))
    engine = try DNNLEngine()
    let parameterOfGradient = Dictionary(
      gradients.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })

    let formats = FormatAssignment(graph, precision: precision, outputs: outputs)
    self.formats = formats
    let lowering = Lowering(
      graph: graph, formats: formats, parameterOfGradient: parameterOfGradient,
      threads: self.threads, engine: engine)
    let needed = graph.nodes(behind: outputs + Array(gradients.values))
    var steps: [PlannedStep] = []
    for index in graph.nodes.indices where needed.contains(index) {
      if let operation = try lowering.lower(index) {
        steps.append(PlannedStep(node: index, operation: operation))
      }
    }
    self.steps = steps
    memory = MemoryMap(
      arena: Arena(
        graph, steps: steps.map(\.arenaStep), outputs: outputs,
        elsewhere: Set(parameterOfGradient.keys), byteCount: formats.byteCount),
      parameterOfGradient: parameterOfGradient)
    for (parameter, value) in graph.parameters {
      memory.add(parameter, value, try lowering.segments(of: parameter, value))
    }
    for request in lowering.layoutRequests {
      memory.addCopy(of: request.segment, request.parameter, as: request.description)
    }
  }

  /// Bytes of intermediates, parameters, gradients and copies of weights.
  package var peakByteCount: Int { memory.byteCount }

  /// Where the intermediates lie, for tests of it.
  package var arena: Arena { memory.arena }
  package var arenaSteps: [Arena.Step] { steps.map(\.arenaStep) }
  package var gradientValues: Set<Graph.Value> { Set(memory.parameterOfGradient.keys) }
  package func byteCount(of value: Graph.Value) -> Int { formats.byteCount(value) }

  package var floatingPointOperations: Double {
    steps.reduce(0) {
      $0 + (repeated.contains($1.node) ? 0 : graph.floatingPointOperations(of: $1.node))
    }
  }
}
