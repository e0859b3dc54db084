/// What a U-Net looks like: everything that is needed to build it again, stored with its weights.
///
/// Axis order of kernels and strides is (depth, height, width), (height, width) for two dimensions.
public struct NetworkConfiguration: Hashable, Sendable, Codable {
  /// The family of the encoder.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Residual blocks: `ResidualEncoderUNet` of nnU-Net.
    case residualUNet = "residual-unet"
    /// Plain convolutions: `PlainConvUNet` of nnU-Net.
    case plainUNet = "plain-unet"
  }

  public var kind: Kind
  /// 2 or 3.
  public var dimensions: Int
  public var inputChannels: Int
  /// Background included.
  public var classes: Int
  /// Channels per stage, full resolution first.
  public var features: [Int]
  /// Kernel size per stage and axis.
  public var kernels: [[Int]]
  /// Stride on entering each stage and axis; the first is all ones.
  public var strides: [[Int]]
  /// Residual blocks (or plain convolutions) per encoder stage.
  public var encoderBlocks: [Int]
  /// Convolutions per decoder stage: one fewer than stages.
  public var decoderConvolutions: [Int]

  public init(
    kind: Kind, dimensions: Int, inputChannels: Int, classes: Int, features: [Int],
    kernels: [[Int]], strides: [[Int]], encoderBlocks: [Int], decoderConvolutions: [Int]
  ) {
    self.kind = kind
    self.dimensions = dimensions
    self.inputChannels = inputChannels
    self.classes = classes
    self.features = features
    self.kernels = kernels
    self.strides = strides
    self.encoderBlocks = encoderBlocks
    self.decoderConvolutions = decoderConvolutions
  }

  /// What is wrong with the configuration, in words, or `nil` where it can be built.
  public var problem: String? {
    let stages = features.count
    if dimensions != 2 && dimensions != 3 { return "dimensions must be 2 or 3, not \(dimensions)" }
    if inputChannels < 1 { return "the network needs at least one input channel" }
    if classes < 2 || classes > 255 { return "classes must be 2 to 255, not \(classes)" }
    if stages < 2 { return "the network needs at least two stages" }
    if features.contains(where: { $0 < 1 }) { return "features must be positive" }
    if kernels.count != stages || strides.count != stages || encoderBlocks.count != stages {
      return "features, kernels, strides and encoder blocks must have one entry for each stage"
    }
    if decoderConvolutions.count != stages - 1 {
      return "decoder convolutions must have \(stages - 1) entries, one fewer than stages"
    }
    for axes in kernels + strides where axes.count != dimensions || axes.contains(where: { $0 < 1 })
    {
      return "every kernel and stride must have \(dimensions) positive entries"
    }
    if kernels.joined().contains(where: { $0 % 2 == 0 }) { return "kernel sizes must be odd" }
    if strides[0].contains(where: { $0 != 1 }) { return "the first stage has stride 1" }
    if (encoderBlocks + decoderConvolutions).contains(where: { $0 < 1 }) {
      return "every stage needs at least one block"
    }
    return nil
  }

  /// By what each axis of a patch must be divisible: the product of the strides.
  public var divisor: [Int] { Self.divisor(of: strides, dimensions: dimensions) }

  /// The same for the strides of stages that are no network yet.
  public static func divisor(of strides: [[Int]], dimensions: Int) -> [Int] {
    strides.reduce([Int](repeating: 1, count: dimensions)) { zip($0, $1).map { $0 * $1 } }
  }
}
