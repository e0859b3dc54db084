import ComputeEngine
import ComputeGraph

/// Turns the operations of a graph into primitives and kernels: one exhaustive switch.
final class Lowering {
  let graph: Graph
  let formats: FormatAssignment
  let threads: Int
  let primitives: Primitives
  private let parameterOfGradient: [Graph.Value: Graph.Value]
  /// The layouts in which primitives take weights.
  private(set) var layoutRequests: [WeightLayoutRequest] = []
  /// The layouts in which weight gradients are written, by parameter.
  private var gradientDescriptions: [Graph.Value: [MemoryDescription]] = [:]
  /// How the segments of convolution weights relate to the parameter.
  private var paddings: [Graph.Value: [SegmentPadding]] = [:]

  /// A layout in which a primitive takes a segment of weights.
  struct WeightLayoutRequest {
    var parameter: Graph.Value
    var segment: Int
    var description: MemoryDescription
  }

  init(
    graph: Graph, formats: FormatAssignment, parameterOfGradient: [Graph.Value: Graph.Value],
    threads: Int, engine: DNNLEngine
  ) {
    self.graph = graph
    self.formats = formats
    self.parameterOfGradient = parameterOfGradient
    self.threads = threads
    primitives = Primitives(engine: engine)
  }

  var precision: Precision { formats.precision }

  /// - Returns: `nil` for nodes that hold data from outside.
  func lower(_ index: Int) throws(EngineError) -> LoweredOperation? {
    let node = LoweringNode(graph, index, formats)
    guard let operation = try lower(node) else { return nil }
    return try converting(operation, node)
  }

  private func lower(_ node: LoweringNode) throws(EngineError) -> LoweredOperation? {
    switch node.operation {
    case .input, .labels, .parameter, .sampleFactors: nil
    case .convolution(let convolution): try lower(convolution, node)
    case .convolutionInputGradient(let gradient): try lower(gradient, node)
    case .convolutionWeightGradient(let gradient): try lower(gradient, node)
    case .transposedConvolution(let convolution): try lower(convolution, node)
    case .transposedConvolutionGradient(let gradient): try lower(gradient, node)
    case .instanceNormalization(let normalization): lower(normalization, node)
    case .recomputedInstanceNormalization(let recomputed): lower(recomputed, node)
    case .instanceNormalizationGradient(let gradient): lower(gradient, node)
    case .leakyReLU(let activation): lower(activation, node)
    case .leakyReLUGradient(let gradient): lower(gradient, node)
    case .add: lowerAddition(node)
    case .scaleSamples: lowerSampleScaling(node)
    case .concatenate: lowerConcatenation(node)
    case .channelSlice(let slice): lower(slice, node)
    case .averagePool(let pool): lower(pool, node)
    case .averagePoolGradient(let gradient): lower(gradient, node)
    case .segmentationLoss(let loss): lower(loss, node)
    case .segmentationLossGradient(let gradient): lower(gradient, node)
    case .weightedSum(let sum): lower(sum, node)
    }
  }

  /// The parameter whose gradient a result of a node is.
  func gradientOwner(_ node: LoweringNode, result: Int) throws(EngineError) -> Graph.Value {
    guard let owner = parameterOfGradient[Graph.Value(node: node.index, result: result)] else {
      throw EngineError("a weight gradient is computed that no parameter takes")
    }
    return owner
  }

  func requestLayout(_ description: MemoryDescription, of parameter: Graph.Value, segment: Int) {
    layoutRequests.append(
      WeightLayoutRequest(parameter: parameter, segment: segment, description: description))
  }

  func setPaddings(_ new: [SegmentPadding], of parameter: Graph.Value) {
    paddings[parameter] = new
  }

  func setGradient(_ descriptions: [MemoryDescription], of parameter: Graph.Value) {
    gradientDescriptions[parameter] = descriptions
  }

  /// The segments of a parameter, laid out as its gradient is written, else in C order.
  func segments(of parameter: Parameter, _ value: Graph.Value) throws(EngineError)
    -> [ParameterSegment]
  {
    var segments: [ParameterSegment] = []
    for (index, padding) in (paddings[value] ?? [SegmentPadding(of: parameter)]).enumerated() {
      let description =
        if let written = gradientDescriptions[value] {
          written[index]
        } else {
          try MemoryDescription(padding.shape, .float32, .plain)
        }
      segments.append(ParameterSegment(padding: padding, description: description, offset: 0))
    }
    return segments
  }
}
