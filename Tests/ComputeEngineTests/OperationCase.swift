import ComputeGraph
import Testing

/// An operation on a feature map, or a few that fusion makes one.
struct OperationCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  /// Channels of the map that it is applied to; `nil` to apply it to the image itself.
  var channels: Int?
  var shape = Shape(batch: 2, channels: 3, depth: 4, height: 6, width: 8)
  var apply: @Sendable (GraphBuilder, Tensor) -> Tensor

  init(
    _ name: String, channels: Int? = 5, shape: Shape? = nil,
    apply: @escaping @Sendable (GraphBuilder, Tensor) -> Tensor
  ) {
    testDescription = name
    self.channels = channels
    self.shape = shape ?? self.shape
    self.apply = apply
  }

  private static let cube = Window(3, 3, 3)
  private static let flat = Window(1, 2, 2)
  private static let half = Window(2, 2, 2)
  private static let odd = Shape(batch: 2, channels: 3, depth: 3, height: 5, width: 7)
  private static let slice = Shape(batch: 2, channels: 3, depth: 1, height: 9, width: 8)

  private static func convolution(
    _ name: String, from: Int?, to: Int, _ kernel: Window = cube, stride: Window = .one,
    bias: Bool = true, shape: Shape? = nil
  ) -> OperationCase {
    OperationCase("convolution, \(name)", channels: from, shape: shape) { _, x in
      x.convolution(Convolution(channels: to, kernel: kernel, stride: stride, hasBias: bias))
    }
  }

  static let all =
    convolutions + transposedConvolutions + normalizations + passes + afterFullPrecision
    + [
      OperationCase("concatenation") { builder, x in
        // A normalisation after it, which no fusion joins to it.
        builder.scope("norm") { x.concatenated(with: x.leakyReLU()).instanceNormalization() }
      },
      OperationCase("convolution of a concatenation") { builder, x in
        let other = builder.scope("other") {
          x.convolution(Convolution(channels: 19, kernel: .one))
        }
        return builder.scope("body") {
          x.concatenated(with: other).convolution(Convolution(channels: 6, kernel: cube))
        }
      },
    ]

  private static let convolutions = [
    convolution("of an image of 3 channels", from: nil, to: 8),
    convolution(
      "of an image of 1 channel", from: nil, to: 16,
      shape: Shape(batch: 2, channels: 1, depth: 4, height: 6, width: 8)),
    convolution(
      "of an image of 4 channels", from: nil, to: 5,
      shape: Shape(batch: 2, channels: 4, depth: 4, height: 6, width: 8)),
    convolution("odd channels", from: 5, to: 19),
    convolution("whole blocks", from: 16, to: 32),
    convolution("several blocks", from: 48, to: 17),
    convolution("more channels than tiles of 2 x 2 x 2", from: 64, to: 64, shape: odd),
    convolution(
      "kernel of a slice, more channels than tiles", from: 48, to: 64, Window(1, 3, 3), shape: slice
    ),
    convolution("one voxel", from: 19, to: 5, .one),
    convolution("one voxel, strided", from: 5, to: 6, .one, stride: half),
    convolution("kernel of a slice", from: 5, to: 6, Window(1, 3, 3)),
    convolution("large kernel", from: 5, to: 6, Window(1, 5, 3)),
    convolution("strided", from: 5, to: 6, stride: half),
    convolution("strided in the plane", from: 5, to: 6, Window(1, 3, 3), stride: flat),
    convolution("without bias", from: 5, to: 6, bias: false),
    convolution("odd sizes", from: 5, to: 6, shape: odd),
    convolution("odd sizes, strided", from: 5, to: 6, stride: half, shape: odd),
    convolution("slices", from: 5, to: 6, Window(1, 3, 3), stride: flat, shape: slice),
  ]

  private static let transposedConvolutions = [
    ("", 5, 6, half), ("whole blocks", 32, 16, half), ("in the plane", 19, 5, flat),
    ("along one axis", 5, 6, Window(2, 1, 1)),
  ].map { name, from, to, stride in
    OperationCase("transposed convolution, \(name)", channels: from) { _, x in
      x.transposedConvolution(channels: to, stride: stride)
    }
  }

  private static let normalizations = [false, true].flatMap { isPrecise in
    [5, 32].flatMap { channels in
      [("alone", false, false), ("activated", true, false), ("with a residual", true, true)].map {
        name, isActivated, hasResidual in
        OperationCase(
          "normalisation, \(name), \(channels) channels\(isPrecise ? " from float32" : "")"
        ) { builder, x in
          let input = builder.scope("input") {
            x.convolution(
              Convolution(channels: channels, kernel: cube, keepsFullPrecision: isPrecise))
          }
          let residual =
            hasResidual
            ? builder.scope("residual") {
              x.convolution(Convolution(channels: channels, kernel: .one))
            } : nil
          var result = builder.scope("norm") { input.instanceNormalization() }
          if let residual { result = result + residual }
          return isActivated ? result.leakyReLU() : result
        }
      }
    }
  }

  private static let passes = [
    OperationCase("LeakyReLU") { _, x in x.leakyReLU(slope: 0.2) },
    OperationCase("addition") { _, x in x + x.leakyReLU(slope: 0.5) },
    OperationCase("factors of samples") { _, x in x.droppingSamples(rate: 0.25) },
    OperationCase("LeakyReLU of an image", channels: nil) { _, x in x.leakyReLU(slope: 0.2) },
    OperationCase("addition to an image", channels: nil) { _, x in
      x + x.convolution(Convolution(channels: 3, kernel: cube))
    },
    OperationCase("pooling", channels: 19) { _, x in x.averagePool(half) },
    OperationCase("pooling in the plane") { _, x in x.averagePool(flat) },
    OperationCase("pooling of odd sizes", shape: odd) { _, x in x.averagePool(half) },
    OperationCase("pooling of slices", shape: slice) { _, x in x.averagePool(flat) },
  ]

  /// Operations that read the result of a convolution that keeps float32 in a plan of lower precision, without a normalisation
  /// in between.
  static let afterFullPrecision = [
    afterFullPrecision("LeakyReLU") { _, x, _ in x.leakyReLU(slope: 0.2) },
    afterFullPrecision("addition") { _, x, other in x + other },
    afterFullPrecision("addition, second") { _, x, other in other + x },
    afterFullPrecision("factors of samples") { _, x, _ in x.droppingSamples(rate: 0.25) },
    afterFullPrecision("residual") { builder, x, other in
      (builder.scope("norm") { other.instanceNormalization() } + x).leakyReLU()
    },
    afterFullPrecision("concatenation") { _, x, other in x.concatenated(with: other).leakyReLU() },
    afterFullPrecision("pooling") { _, x, _ in x.averagePool(half) },
    afterFullPrecision("transposed convolution") { _, x, _ in
      x.transposedConvolution(channels: 6, stride: half)
    },
    afterFullPrecision("convolution") { _, x, _ in
      x.convolution(Convolution(channels: 6, kernel: cube))
    },
    afterFullPrecision("convolution of a concatenation") { builder, x, other in
      builder.scope("body") {
        x.concatenated(with: other).convolution(Convolution(channels: 6, kernel: cube))
      }
    },
  ]

  private static func afterFullPrecision(
    _ name: String, apply: @escaping @Sendable (GraphBuilder, Tensor, Tensor) -> Tensor
  ) -> OperationCase {
    OperationCase("\(name) after float32", channels: 19) { builder, x in
      let precise = builder.scope("precise") {
        x.convolution(Convolution(channels: 19, kernel: .one, keepsFullPrecision: true))
      }
      return builder.scope("after") { apply(builder, precise, x) }
    }
  }
}
