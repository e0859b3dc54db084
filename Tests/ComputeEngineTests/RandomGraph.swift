import ComputeEngine
import ComputeGraph

/// A small network of random operations with a loss.
struct RandomGraph {
  let graph: Graph
  let image: Graph.Value
  let labels: Graph.Value
  let logits: Graph.Value
  let loss: Graph.Value
  let gradients: [Graph.Value: Graph.Value]
  /// Without gradients.
  let forward: Graph

  init(seed: Int) {
    var random = SplitMix(seed: seed)
    let shape = Shape(
      batch: Int.random(in: 1...2, using: &random), channels: Int.random(in: 1...5, using: &random),
      depth: [1, 4].randomElement(using: &random) ?? 1, height: 4, width: 8)
    let builder = GraphBuilder()
    let image = builder.input("image", shape)
    var maps = [image]
    for index in 0..<Int.random(in: 3...12, using: &random) {
      let x = maps.randomElement(using: &random) ?? image
      let map = builder.scope("layer\(index)") {
        Self.layer(x, others: maps, builder, &random)
      }
      maps.append(map)
    }
    let last = maps[maps.count - 1]
    let head = builder.scope("head") {
      last.convolution(Convolution(channels: 3, kernel: .one, keepsFullPrecision: true))
    }
    let labels = builder.labels("labels", head.shape)
    let total = Tensor.weightedSum([head.loss(.diceCrossEntropy, labels: labels)], weights: [1])
    var values = [image.value, labels.value, head.value, total.value]
    var graph = builder.graph
    if Bool.random(using: &random) { (graph, values) = graph.fused(keeping: values) }
    forward = graph
    gradients = graph.gradients(of: values[3])
    self.graph = graph
    (self.image, self.labels, logits, loss) = (values[0], values[1], values[2], values[3])
  }

  /// A random operation on a map of the image's grid that gives such a map.
  private static func layer(
    _ x: Tensor, others: [Tensor], _ builder: GraphBuilder, _ random: inout SplitMix
  ) -> Tensor {
    let isDeep = x.shape.depth > 1
    let channels = [1, 3, 8, 16, 19, 32].randomElement(using: &random) ?? 1
    let precise = Bool.random(using: &random)
    func convolution(_ x: Tensor, _ channels: Int, _ size: Int) -> Tensor {
      x.convolution(
        Convolution(
          channels: channels, kernel: Window(isDeep ? size : 1, size, size),
          keepsFullPrecision: precise))
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return convolution(x, channels, 3)
    case 1: return convolution(x, channels, 1)
    case 2: return x.leakyReLU(slope: 0.1)
    case 3: return x.instanceNormalization()
    case 4:
      let other = others.randomElement(using: &random) ?? x
      if other.shape == x.shape { return x + other }
      return x + convolution(other, x.shape.channels, 1)
    case 5: return x.concatenated(with: others.randomElement(using: &random) ?? x)
    case 6: return x.droppingSamples(rate: 0.25)
    default:
      let stride = Window(isDeep ? 2 : 1, 2, 2)
      return x.averagePool(stride).transposedConvolution(channels: channels, stride: stride)
    }
  }
}
