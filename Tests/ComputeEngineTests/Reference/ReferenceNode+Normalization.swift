import ComputeGraph

extension ReferenceNode {
  /// Mean and inverse standard deviation of every sample and channel of the first input.
  func statistics(epsilon: Double) -> [Double] {
    let voxels = shapes[0].voxels
    return (0..<(shapes[0].batch * shapes[0].channels)).flatMap { item in
      let values = inputs[0][(item * voxels)..<((item + 1) * voxels)]
      let mean = values.reduce(0, +) / Double(voxels)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(voxels)
      return [mean, 1 / (variance + epsilon).squareRoot()]
    }
  }

  func normalize(_ norm: InstanceNormalization, _ statistics: [Double], residual: [Double]?)
    -> [Double]
  {
    let shape = shapes[0]
    return inputs[0].indices.map { i in
      let item = i / shape.voxels
      let factor = inputs[1][item % shape.channels] * statistics[2 * item + 1]
      let value =
        (inputs[0][i] - statistics[2 * item]) * factor + inputs[2][item % shape.channels]
        + (residual?[i] ?? 0)
      return value > 0 ? value : value * Double(norm.slope ?? 1)
    }
  }

  func normalizationGradient(_ gradient: InstanceNormalizationGradient) -> [[Double]] {
    let g = gradient.gradients
    let shape = shapes[g]
    let (x, y, scale, statistics) = (inputs[g], inputs[g + 1], inputs[g + 2], inputs[g + 4])
    let slope = Double(gradient.normalization.slope ?? 1)
    let dy = x.indices.map { i in
      (0..<g).reduce(0) { $0 + inputs[$1][i] } * (y[i] > 0 ? 1 : slope)
    }
    var dx = x
    var dScale = [Double](repeating: 0, count: shape.channels)
    var dBias = dScale
    for item in 0..<(shape.batch * shape.channels) {
      let (mean, inverse) = (statistics[2 * item], statistics[2 * item + 1])
      let range = (item * shape.voxels)..<((item + 1) * shape.voxels)
      let sum = dy[range].reduce(0, +)
      let product = range.reduce(0) { $0 + dy[$1] * (x[$1] - mean) * inverse }
      dBias[item % shape.channels] += sum
      dScale[item % shape.channels] += product
      let count = Double(shape.voxels)
      for i in range {
        let normalized = (x[i] - mean) * inverse
        dx[i] =
          scale[item % shape.channels] * inverse
          * (dy[i] - sum / count - normalized * product / count)
      }
    }
    return [dx, dScale, dBias] + (gradient.normalization.hasResidual ? [dy] : [])
  }
}
