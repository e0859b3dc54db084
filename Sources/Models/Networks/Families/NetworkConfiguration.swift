import Files

/// What a network looks like: everything that is needed to build it again, stored with its weights.
///
/// Axis order of kernels and strides is (depth, height, width), (height, width) for two dimensions.
public struct NetworkConfiguration: Hashable, Sendable, Codable {
  /// The family; the raw value is its name in files.
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
    if dimensions != 2 && dimensions != 3 { return "dimensions must be 2 or 3, not \(dimensions)" }
    if inputChannels < 1 { return "the network needs at least one input channel" }
    if classes < 2 || classes > 255 { return "classes must be 2 to 255, not \(classes)" }
    return kind.family.problem(self)
  }

  /// By what each axis of a patch must be divisible: the product of the strides.
  public var divisor: [Int] { Self.divisor(of: strides, dimensions: dimensions) }

  /// The same for the strides of stages that are no network yet.
  public static func divisor(of strides: [[Int]], dimensions: Int) -> [Int] {
    strides.reduce([Int](repeating: 1, count: dimensions)) { zip($0, $1).map { $0 * $1 } }
  }
}

extension NetworkConfiguration {
  /// Files without a kind describe a residual U-Net, without dimensions one of three.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      kind: try values.decode(.kind, default: .residualUNet),
      dimensions: try values.decode(.dimensions, default: 3),
      inputChannels: try values.decode(Int.self, forKey: .inputChannels),
      classes: try values.decode(Int.self, forKey: .classes),
      features: try values.decode([Int].self, forKey: .features),
      kernels: try values.decode([[Int]].self, forKey: .kernels),
      strides: try values.decode([[Int]].self, forKey: .strides),
      encoderBlocks: try values.decode([Int].self, forKey: .encoderBlocks),
      decoderConvolutions: try values.decode([Int].self, forKey: .decoderConvolutions))
  }
}
