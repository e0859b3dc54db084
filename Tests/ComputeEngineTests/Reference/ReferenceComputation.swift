import ComputeGraph
import Foundation

/// Runs the operations of a graph in plain loops and Double: the oracle of what backends compute.
struct ReferenceComputation {
  typealias Values = [Graph.Value: [Double]]

  let graph: Graph
  var images: Values = [:]
  var labels: [Graph.Value: [Int]] = [:]
  var factors: Values = [:]
  /// By name, as PyTorch stores them.
  var parameters: [String: [Double]] = [:]

  /// All results; feature maps are [N, C, D, H, W] in C order, statistics mean and inverse standard deviation of every sample
  /// and channel, the sums of a loss are left out.
  func run() -> Values {
    var values = images.merging(factors) { first, _ in first }
    for index in graph.nodes.indices {
      for (result, value) in compute(index, values).enumerated() {
        values[Graph.Value(node: index, result: result)] = value
      }
    }
    return values
  }

  private func compute(_ index: Int, _ values: Values) -> [[Double]] {
    let node = ReferenceNode(graph, index, values)
    let inputs = node.inputs
    switch graph.nodes[index].operation {
    case .input, .labels, .sampleFactors: return []
    case .parameter(let parameter): return [parameters[parameter.name] ?? []]
    case .convolution(let convolution): return [node.convolve(convolution)]
    case .convolutionInputGradient(let gradient): return [node.inputGradient(gradient)]
    case .convolutionWeightGradient(let gradient): return node.weightGradient(gradient.convolution)
    case .transposedConvolution(let convolution): return [node.transpose(convolution.stride)]
    case .transposedConvolutionGradient(let gradient):
      return node.transposedGradient(gradient.stride)
    case .instanceNormalization(let norm):
      let statistics = node.statistics(epsilon: Double(norm.epsilon))
      return [
        node.normalize(norm, statistics, residual: norm.hasResidual ? inputs[3] : nil), statistics,
      ]
    case .recomputedInstanceNormalization(let recomputed):
      let norm = recomputed.normalization
      return [node.normalize(norm, inputs[3], residual: norm.hasResidual ? inputs[4] : nil)]
    case .instanceNormalizationGradient(let gradient): return node.normalizationGradient(gradient)
    case .leakyReLU(let activation):
      return [inputs[0].map { $0 > 0 ? $0 : $0 * Double(activation.slope) }]
    case .leakyReLUGradient(let gradient):
      return [zip(inputs[0], inputs[1]).map { $1 > 0 ? $0 : $0 * Double(gradient.slope) }]
    case .add: return [zip(inputs[0], inputs[1]).map { $0 + $1 }]
    case .scaleSamples:
      let size = inputs[0].count / inputs[1].count
      return [inputs[0].indices.map { inputs[0][$0] * inputs[1][$0 / size] }]
    case .concatenate: return [node.concatenate(inputs.count)]
    case .channelSlice(let slice): return [node.slice(slice)]
    case .averagePool(let pool): return [node.pool(pool.stride)]
    case .averagePoolGradient(let gradient): return [node.poolGradient(gradient)]
    case .segmentationLoss(let loss):
      let shape = node.shapes[0]
      return [
        [
          loss.reference(
            inputs[0], labels(of: index), batch: shape.batch, classes: shape.channels)
        ]
      ]
    case .segmentationLossGradient(let gradient):
      let shape = node.shapes[0]
      let logits = gradient.loss.referenceGradient(
        inputs[0], labels(of: index), batch: shape.batch, classes: shape.channels)
      return [logits.map { $0 * Double(gradient.weight) }]
    case .weightedSum(let sum):
      return [[zip(sum.weights, inputs).reduce(0) { $0 + Double($1.0) * $1.1[0] }]]
    }
  }

  /// The class indices that a loss or its gradient reads.
  private func labels(of node: Int) -> [Int] { labels[graph.nodes[node].inputs[1]] ?? [] }
}
