import ComputeGraph

/// A node with the values of its inputs.
struct ReferenceNode {
  let inputs: [[Double]]
  /// Shapes of the inputs that are feature maps; others have an empty one.
  let shapes: [Shape]
  /// The shape of the first result that is a feature map.
  let output: Shape

  private static let none = Shape(batch: 0, channels: 0, depth: 0, height: 0, width: 0)

  init(_ graph: Graph, _ index: Int, _ values: ReferenceComputation.Values) {
    func shape(_ type: TensorType) -> Shape {
      if case .features(let shape) = type { shape } else { Self.none }
    }
    let node = graph.nodes[index]
    inputs = node.inputs.map { values[$0] ?? [] }
    shapes = node.inputs.map { shape(graph.type(of: $0)) }
    output = node.results.map(shape).first { $0 != Self.none } ?? Self.none
  }

  /// The channels of the first inputs one after another.
  func concatenate(_ count: Int) -> [Double] {
    (0..<shapes[0].batch).flatMap { sample in
      (0..<count).flatMap { input in
        let size = inputs[input].count / shapes[0].batch
        return inputs[input][(sample * size)..<((sample + 1) * size)]
      }
    }
  }

  func slice(_ slice: ChannelSlice) -> [Double] {
    let shape = shapes[0]
    return (0..<shape.batch).flatMap { sample in
      let first = (sample * shape.channels + slice.start) * shape.voxels
      return inputs[0][first..<(first + slice.channels * shape.voxels)]
    }
  }

  func pool(_ stride: Window) -> [Double] {
    elements(output) { n, c, z, y, x in
      var sum = 0.0
      forEachTap(stride) { _, i, j, k in
        let place = Self.offset(
          shapes[0], n, c, z * stride.depth + i, y * stride.height + j, x * stride.width + k)
        sum += inputs[0][place ?? 0]
      }
      return sum / Double(stride.count)
    }
  }

  func poolGradient(_ gradient: AveragePoolGradient) -> [Double] {
    let stride = gradient.stride
    return elements(gradient.input) { n, c, z, y, x in
      let place = Self.offset(
        shapes[0], n, c, z / stride.depth, y / stride.height, x / stride.width)
      return place.map { inputs[0][$0] / Double(stride.count) } ?? 0
    }
  }

  /// Every element of a map: sample, channel, z, y, x.
  func elements(_ shape: Shape, _ value: (Int, Int, Int, Int, Int) -> Double) -> [Double] {
    (0..<shape.count).map { i in
      let (x, y, z) = (
        i % shape.width, i / shape.width % shape.height,
        i / (shape.width * shape.height) % shape.depth
      )
      let item = i / shape.voxels
      return value(item / shape.channels, item % shape.channels, z, y, x)
    }
  }

  /// Every tap of a window: its number, z, y, x.
  func forEachTap(_ window: Window, _ body: (Int, Int, Int, Int) -> Void) {
    var tap = 0
    for i in 0..<window.depth {
      for j in 0..<window.height {
        for k in 0..<window.width {
          body(tap, i, j, k)
          tap += 1
        }
      }
    }
  }

  /// Where a voxel lies, or `nil` in the padding.
  static func offset(_ shape: Shape, _ n: Int, _ c: Int, _ z: Int, _ y: Int, _ x: Int) -> Int? {
    guard z >= 0, z < shape.depth, y >= 0, y < shape.height, x >= 0, x < shape.width else {
      return nil
    }
    return (((n * shape.channels + c) * shape.depth + z) * shape.height + y) * shape.width + x
  }
}
