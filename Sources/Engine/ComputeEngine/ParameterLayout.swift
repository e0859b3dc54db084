import ComputeGraph

/// Where a parameter lies in the flat buffers of weights and gradients, and in which layout.
///
/// Convolution weights lie as the weight-gradient primitive writes them, so that gradients need no copy;
/// channels are padded to a multiple of 16 with zeros, which stay zero in training.
struct ParameterLayout {
  /// A part of a parameter that has a layout of its own: the weights of one source of a convolution.
  struct Piece {
    var form: Form
    var description: MemoryDescription
    /// In floats, from the start of the flat buffer.
    var offset: Int
  }

  /// How a piece relates to the parameter in C order.
  enum Form: Hashable {
    case convolution(outputs: Int, inputs: Int, start: Int, count: Int, padded: [Int])
    case transposedConvolution(inputs: Int, outputs: Int, taps: Int)
    case perChannel(Int)
  }

  var parameter: Parameter
  var pieces: [Piece]

  /// The first place of the parameter in the flat buffers, in floats.
  var offset: Int { pieces[0].offset }
}

func paddedChannels(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }

extension ParameterLayout.Form {
  /// The padded shape of the piece in C order, five axes or one.
  var shape: [Int] {
    switch self {
    case .convolution(_, _, _, _, let padded): padded
    case .transposedConvolution(let inputs, let outputs, let taps):
      [taps * paddedChannels(outputs), paddedChannels(inputs), 1, 1, 1]
    case .perChannel(let channels): [paddedChannels(channels)]
    }
  }

  /// Copies between the parameter in C order and the padded piece in C order.
  private func forEachPair(_ body: (_ parameter: Int, _ piece: Int) -> Void) {
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

  /// The padded piece of a parameter.
  func padded(from parameter: [Float]) -> [Float] {
    var piece = [Float](repeating: 0, count: shape.reduce(1, *))
    forEachPair { piece[$1] = parameter[$0] }
    return piece
  }

  /// Puts a padded piece back into its parameter.
  func unpad(_ piece: [Float], into parameter: inout [Float]) {
    forEachPair { parameter[$0] = piece[$1] }
  }
}
