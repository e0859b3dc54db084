import ComputeGraph
import Foundation

/// Runs the forward operations of a graph in plain loops and Double: the oracle of what the engine computes.
struct ReferenceExecutor {
  let graph: Graph
  var images: [Graph.Value: [Double]] = [:]
  var labels: [Graph.Value: [Int]] = [:]
  var factors: [Graph.Value: [Double]] = [:]
  /// By name, as PyTorch stores them.
  var parameters: [String: [Double]] = [:]

  /// The first result of every node; feature maps are [N, C, D, H, W] in C order.
  /// - Precondition: the graph has no gradients.
  func run() -> [Graph.Value: [Double]] {
    var values = images.merging(factors) { first, _ in first }
    for (index, node) in graph.nodes.enumerated() {
      let result = Graph.Value(node: index)
      let inputs = node.inputs.map { values[$0] ?? [] }
      switch node.operation {
      case .parameter(let parameter): values[result] = parameters[parameter.name]
      case .convolution(let convolution):
        values[result] = convolve(convolution, node, inputs, graph.shape(of: result))
      case .transposedConvolution(let stride, _):
        values[result] = transpose(stride, node, inputs, graph.shape(of: result))
      case .instanceNormalization(let norm):
        values[result] = normalize(norm, inputs, graph.shape(of: result))
      case .leakyReLU(let slope):
        values[result] = inputs[0].map { $0 > 0 ? $0 : $0 * Double(slope) }
      case .add: values[result] = zip(inputs[0], inputs[1]).map { $0 + $1 }
      case .scaleSamples:
        let size = inputs[0].count / inputs[1].count
        values[result] = inputs[0].indices.map { inputs[0][$0] * inputs[1][$0 / size] }
      case .concatenate:
        values[result] = concatenate(node.inputs, inputs)
      case .averagePool(let stride):
        values[result] = pool(
          stride, inputs[0], graph.shape(of: node.inputs[0]), graph.shape(of: result))
      case .segmentationLoss(let loss):
        let shape = graph.shape(of: node.inputs[0])
        values[result] = [
          loss.reference(
            inputs[0], labels[node.inputs[1]] ?? [], batch: shape.batch, classes: shape.channels)
        ]
      case .weightedSum(let weights):
        values[result] = [zip(weights, inputs).reduce(0) { $0 + Double($1.0) * $1.1[0] }]
      case .input, .labels, .sampleFactors: break
      default: preconditionFailure("\(node.operation) is no forward operation")
      }
    }
    return values
  }

  private func concatenate(_ values: [Graph.Value], _ maps: [[Double]]) -> [Double] {
    let batch = graph.shape(of: values[0]).batch
    return (0..<batch).flatMap { sample in
      maps.flatMap { map in
        let size = map.count / batch
        return map[(sample * size)..<((sample + 1) * size)]
      }
    }
  }

  private func convolve(
    _ convolution: Convolution, _ node: Graph.Node, _ inputs: [[Double]], _ output: Shape
  ) -> [Double] {
    let sources = convolution.sources
    let x = concatenate(Array(node.inputs.prefix(sources)), Array(inputs.prefix(sources)))
    let channels = node.inputs.prefix(sources).reduce(0) { $0 + graph.shape(of: $1).channels }
    let input = graph.shape(of: node.inputs[0]).with(channels: channels)
    let (weight, kernel) = (inputs[sources], convolution.kernel)
    let (stride, padding) = (convolution.stride, convolution.padding)
    return elements(output) { n, k, z, y, x0 in
      var sum = convolution.hasBias ? inputs[sources + 1][k] : 0
      for c in 0..<channels {
        var tap = (k * channels + c) * kernel.count
        for i in 0..<kernel.depth {
          for j in 0..<kernel.height {
            for l in 0..<kernel.width {
              if let place = Self.offset(
                input, n, c, z * stride.depth + i - padding.depth,
                y * stride.height + j - padding.height, x0 * stride.width + l - padding.width)
              {
                sum += weight[tap] * x[place]
              }
              tap += 1
            }
          }
        }
      }
      return sum
    }
  }

  private func transpose(
    _ stride: Window, _ node: Graph.Node, _ inputs: [[Double]], _ output: Shape
  ) -> [Double] {
    let input = graph.shape(of: node.inputs[0])
    return elements(output) { n, k, z, y, x in
      let tap =
        (z % stride.depth * stride.height + y % stride.height) * stride.width + x % stride.width
      return (0..<input.channels).reduce(inputs[2][k]) { sum, c in
        let place = Self.offset(
          input, n, c, z / stride.depth, y / stride.height, x / stride.width)
        return sum + inputs[1][(c * output.channels + k) * stride.count + tap]
          * inputs[0][place ?? 0]
      }
    }
  }

  private func normalize(_ norm: InstanceNormalization, _ inputs: [[Double]], _ shape: Shape)
    -> [Double]
  {
    var result = inputs[0]
    for item in 0..<(shape.batch * shape.channels) {
      let range = (item * shape.voxels)..<((item + 1) * shape.voxels)
      let mean = inputs[0][range].reduce(0, +) / Double(shape.voxels)
      let variance =
        inputs[0][range].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(shape.voxels)
      let factor =
        inputs[1][item % shape.channels] / (variance + Double(norm.epsilon)).squareRoot()
      for i in range {
        var value = (inputs[0][i] - mean) * factor + inputs[2][item % shape.channels]
        if norm.hasResidual { value += inputs[3][i] }
        result[i] = value > 0 ? value : value * Double(norm.slope ?? 1)
      }
    }
    return result
  }

  private func pool(_ stride: Window, _ map: [Double], _ input: Shape, _ output: Shape) -> [Double]
  {
    elements(output) { n, c, z, y, x in
      var sum = 0.0
      for i in 0..<stride.depth {
        for j in 0..<stride.height {
          for l in 0..<stride.width {
            let place = Self.offset(
              input, n, c, z * stride.depth + i, y * stride.height + j, x * stride.width + l)
            sum += map[place ?? 0]
          }
        }
      }
      return sum / Double(stride.count)
    }
  }

  /// Every element of a map: sample, channel, z, y, x.
  private func elements(_ shape: Shape, _ value: (Int, Int, Int, Int, Int) -> Double) -> [Double] {
    (0..<shape.count).map { i in
      let (x, y, z) = (
        i % shape.width, i / shape.width % shape.height,
        i / (shape.width * shape.height) % shape.depth
      )
      let item = i / shape.voxels
      return value(item / shape.channels, item % shape.channels, z, y, x)
    }
  }

  /// Where a voxel lies, or `nil` in the padding.
  private static func offset(_ shape: Shape, _ n: Int, _ c: Int, _ z: Int, _ y: Int, _ x: Int)
    -> Int?
  {
    guard z >= 0, z < shape.depth, y >= 0, y < shape.height, x >= 0, x < shape.width else {
      return nil
    }
    return (((n * shape.channels + c) * shape.depth + z) * shape.height + y) * shape.width + x
  }
}
