import ComputeGraph

/// Turns the operations of a graph into primitives and kernels: one exhaustive switch.
final class Lowering {
  let graph: Graph
  let precision: Precision
  let threads: Int
  private let parameterOfGradient: [Graph.Value: Graph.Value]
  let primitives: Primitives
  /// The layouts in which primitives want weights.
  private(set) var wishes: [Wish] = []
  /// The layouts in which weight gradients are written, by parameter.
  private var gradientDescriptions: [Graph.Value: [MemoryDescription]] = [:]
  /// How the pieces of convolution weights relate to the parameter.
  private var forms: [Graph.Value: [ParameterLayout.Form]] = [:]

  struct Wish {
    var parameter: Graph.Value
    var piece: Int
    var description: MemoryDescription
  }

  init(
    graph: Graph, parameterOfGradient: [Graph.Value: Graph.Value], precision: Precision,
    threads: Int, engine: DNNLEngine
  ) {
    self.graph = graph
    self.parameterOfGradient = parameterOfGradient
    self.precision = precision
    self.threads = threads
    primitives = Primitives(engine: engine)
  }

  /// - Returns: `nil` for nodes that hold data from outside.
  func lower(_ index: Int) throws(EngineError) -> Lowered? {
    let node = graph.nodes[index]
    switch node.operation {
    case .input, .labels, .parameter, .sampleFactors: return nil
    case .convolution(let convolution): return try lower(convolution, node, index)
    case .convolutionInputGradient(let convolution, let source, let shape):
      return try lowerInputGradient(convolution, node, source: source, input: shape)
    case .convolutionWeightGradient(let convolution):
      return try lowerWeightGradient(convolution, node, index)
    case .transposedConvolution(let stride, _):
      return try lowerTransposedConvolution(stride, node, index)
    case .transposedConvolutionGradient(let stride):
      return try lowerTransposedConvolutionGradient(stride, node, index)
    case .instanceNormalization(let norm): return lower(norm, node)
    case .instanceNormalizationAgain(let norm): return lowerAgain(norm, node)
    case .instanceNormalizationGradient(let norm, let gradients):
      return lowerGradient(norm, node, gradients: gradients)
    case .leakyReLU(let slope): return lowerLeakyReLU(slope, node)
    case .leakyReLUGradient(let slope): return lowerLeakyReLUGradient(slope, node)
    case .add: return lowerAdd(node)
    case .scaleSamples: return lowerScaleSamples(node)
    case .concatenate: return lowerConcatenate(node)
    case .channelSlice(let start, let channels):
      return lowerSlice(node, start: start, channels: channels)
    case .averagePool(let stride): return lowerPool(stride, node)
    case .averagePoolGradient(let stride): return lowerPoolGradient(stride, node)
    case .segmentationLoss(let loss): return lower(loss, node)
    case .segmentationLossGradient(let loss, let weight):
      return lowerGradient(loss, node, weight: weight)
    case .weightedSum(let weights): return lowerWeightedSum(weights, node)
    }
  }

  /// The parameter whose gradient a result of a node is.
  func gradientOwner(_ index: Int, result: Int) throws(EngineError) -> Graph.Value {
    guard let owner = parameterOfGradient[Graph.Value(node: index, result: result)] else {
      throw EngineError("a weight gradient is computed that no parameter takes")
    }
    return owner
  }

  func format(_ value: Graph.Value) -> Format {
    Format(of: value, in: graph, precision: precision)
  }

  /// The format of what this node makes, which follows from the precision for all but logits.
  var defaultFormat: Format { Format(type: precision) }

  func wish(_ parameter: Graph.Value, piece: Int, _ description: MemoryDescription) {
    wishes.append(Wish(parameter: parameter, piece: piece, description: description))
  }

  func setForms(_ new: [ParameterLayout.Form], of parameter: Graph.Value) {
    forms[parameter] = new
  }

  func setGradient(_ descriptions: [MemoryDescription], of parameter: Graph.Value) {
    gradientDescriptions[parameter] = descriptions
  }

  /// The pieces of a parameter, laid out as its gradient is written, else in C order.
  func pieces(of parameter: Parameter, _ value: Graph.Value) throws(EngineError)
    -> [ParameterLayout.Piece]
  {
    let forms = self.forms[value] ?? [Self.defaultForm(of: parameter)]
    var pieces: [ParameterLayout.Piece] = []
    for (index, form) in forms.enumerated() {
      let description =
        if let written = gradientDescriptions[value] {
          written[index]
        } else {
          try MemoryDescription(form.shape, .float32, .plain)
        }
      pieces.append(ParameterLayout.Piece(form: form, description: description, offset: 0))
    }
    return pieces
  }

  private static func defaultForm(of parameter: Parameter) -> ParameterLayout.Form {
    let shape = parameter.shape
    switch parameter.role {
    case .perChannel: return .perChannel(shape[0])
    case .transposedConvolutionWeight:
      return .transposedConvolution(
        inputs: shape[0], outputs: shape[1], taps: shape[2] * shape[3] * shape[4])
    case .convolutionWeight:
      return .convolution(
        outputs: shape[0], inputs: shape[1], start: 0, count: shape[1],
        padded: [paddedChannels(shape[0]), shape[1], shape[2], shape[3], shape[4]])
    }
  }
}
