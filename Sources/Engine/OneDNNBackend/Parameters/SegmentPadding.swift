import ComputeGraph

/// How a segment in C order, its channels padded, relates to the parameter in C order.
enum SegmentPadding: Hashable {
  case convolution(outputs: Int, inputs: Int, start: Int, count: Int, padded: [Int])
  case transposedConvolution(inputs: Int, outputs: Int, taps: Int)
  case perChannel(Int)

  /// That of a parameter that is one segment, where no operation asks for another.
  init(of parameter: Parameter) {
    let shape = parameter.shape
    switch parameter.role {
    case .perChannel: self = .perChannel(shape[0])
    case .transposedConvolutionWeight:
      self = .transposedConvolution(
        inputs: shape[0], outputs: shape[1], taps: shape[2] * shape[3] * shape[4])
    case .convolutionWeight:
      self = .convolution(
        outputs: shape[0], inputs: shape[1], start: 0, count: shape[1],
        padded: [paddedChannels(shape[0]), shape[1], shape[2], shape[3], shape[4]])
    }
  }

  /// The padded shape of the segment in C order, five axes or one.
  var shape: [Int] {
    switch self {
    case .convolution(_, _, _, _, let padded): padded
    case .transposedConvolution(let inputs, let outputs, let taps):
      [taps * paddedChannels(outputs), paddedChannels(inputs), 1, 1, 1]
    case .perChannel(let channels): [paddedChannels(channels)]
    }
  }

  /// Copies between the parameter in C order and the padded segment in C order.
  private func forEachPair(_ body: (_ parameter: Int, _ segment: Int) -> Void) {
    switch self {
    case .convolution(let outputs, let inputs, let start, let count, let shape):
      let taps = shape[2] * shape[3] * shape[4]
      for o in 0..<outputs {
        for i in 0..<count {
          let from = (o * inputs + start + i) * taps
          let to = (o * shape[1] + i) * taps
          for tap in 0..<taps { body(from + tap, to + tap) }
        }
      }
    case .transposedConvolution(let inputs, let outputs, let taps):
      for i in 0..<inputs {
        for o in 0..<outputs {
          for tap in 0..<taps {
            body(
              (i * outputs + o) * taps + tap,
              (tap * paddedChannels(outputs) + o) * paddedChannels(inputs) + i)
          }
        }
      }
    case .perChannel(let channels):
      for c in 0..<channels { body(c, c) }
    }
  }

  /// The padded segment of a parameter.
  func padded(from parameter: [Float]) -> [Float] {
    var segment = [Float](repeating: 0, count: shape.reduce(1, *))
    forEachPair { segment[$1] = parameter[$0] }
    return segment
  }

  /// Puts a padded segment back into its parameter.
  func unpad(_ segment: [Float], into parameter: inout [Float]) {
    forEachPair { parameter[$0] = segment[$1] }
  }
}
