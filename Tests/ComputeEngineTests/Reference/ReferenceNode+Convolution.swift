import ComputeGraph

extension ReferenceNode {
  func convolve(_ convolution: Convolution) -> [Double] {
    let sources = convolution.sources
    let x = concatenate(sources)
    let channels = shapes.prefix(sources).reduce(0) { $0 + $1.channels }
    let input = shapes[0].with(channels: channels)
    let weight = inputs[sources]
    return elements(output) { n, k, z, y, x0 in
      var sum = convolution.hasBias ? inputs[sources + 1][k] : 0
      for c in 0..<channels {
        let first = (k * channels + c) * convolution.kernel.count
        forEachPlace(convolution, input, n, c, z, y, x0) { tap, place in
          sum += weight[first + tap] * x[place]
        }
      }
      return sum
    }
  }

  func inputGradient(_ gradient: ConvolutionInputGradient) -> [Double] {
    let (convolution, input) = (gradient.convolution, gradient.input)
    let (dy, weight) = (inputs[0], inputs[1])
    let channels = weight.count / (convolution.channels * convolution.kernel.count)
    var result = [Double](repeating: 0, count: input.count)
    var index = 0
    _ = elements(shapes[0]) { n, k, z, y, x in
      for c in 0..<input.channels {
        let first = (k * channels + gradient.firstChannel + c) * convolution.kernel.count
        forEachPlace(convolution, input, n, c, z, y, x) { tap, place in
          result[place] += weight[first + tap] * dy[index]
        }
      }
      index += 1
      return 0
    }
    return result
  }

  func weightGradient(_ convolution: Convolution) -> [[Double]] {
    let sources = convolution.sources
    let x = concatenate(sources)
    let channels = shapes.prefix(sources).reduce(0) { $0 + $1.channels }
    let input = shapes[0].with(channels: channels)
    let dy = inputs[sources]
    let taps = convolution.kernel.count
    var weight = [Double](repeating: 0, count: convolution.channels * channels * taps)
    var bias = [Double](repeating: 0, count: convolution.channels)
    var index = 0
    _ = elements(shapes[sources]) { n, k, z, y, x0 in
      bias[k] += dy[index]
      for c in 0..<channels {
        let first = (k * channels + c) * taps
        forEachPlace(convolution, input, n, c, z, y, x0) { tap, place in
          weight[first + tap] += x[place] * dy[index]
        }
      }
      index += 1
      return 0
    }
    return convolution.hasBias ? [weight, bias] : [weight]
  }

  func transpose(_ stride: Window) -> [Double] {
    let input = shapes[0]
    return elements(output) { n, k, z, y, x in
      let (tap, place) = Self.source(stride, z, y, x)
      return (0..<input.channels).reduce(inputs[2][k]) { sum, c in
        let from = Self.offset(input, n, c, place.depth, place.height, place.width) ?? 0
        return sum + inputs[1][(c * output.channels + k) * stride.count + tap] * inputs[0][from]
      }
    }
  }

  func transposedGradient(_ stride: Window) -> [[Double]] {
    let (coarse, fine) = (shapes[0], shapes[2])
    let (x, weight, dy) = (inputs[0], inputs[1], inputs[2])
    var dx = [Double](repeating: 0, count: x.count)
    var dWeight = [Double](repeating: 0, count: weight.count)
    var dBias = [Double](repeating: 0, count: fine.channels)
    var index = 0
    _ = elements(fine) { n, k, z, y, x0 in
      let (tap, place) = Self.source(stride, z, y, x0)
      dBias[k] += dy[index]
      for c in 0..<coarse.channels {
        let from = Self.offset(coarse, n, c, place.depth, place.height, place.width) ?? 0
        let position = (c * fine.channels + k) * stride.count + tap
        dx[from] += weight[position] * dy[index]
        dWeight[position] += x[from] * dy[index]
      }
      index += 1
      return 0
    }
    return [dx, dWeight, dBias]
  }

  /// The tap and the coarse voxel that make a fine one.
  private static func source(_ stride: Window, _ z: Int, _ y: Int, _ x: Int) -> (Int, Window) {
    let tap =
      (z % stride.depth * stride.height + y % stride.height) * stride.width + x % stride.width
    return (tap, Window(z / stride.depth, y / stride.height, x / stride.width))
  }

  /// Every tap of the window of an output voxel that lies in the input.
  private func forEachPlace(
    _ convolution: Convolution, _ input: Shape, _ n: Int, _ c: Int, _ z: Int, _ y: Int, _ x: Int,
    _ body: (_ tap: Int, _ place: Int) -> Void
  ) {
    let (stride, padding) = (convolution.stride, convolution.padding)
    forEachTap(convolution.kernel) { tap, i, j, k in
      if let place = Self.offset(
        input, n, c, z * stride.depth + i - padding.depth, y * stride.height + j - padding.height,
        x * stride.width + k - padding.width)
      {
        body(tap, place)
      }
    }
  }
}
