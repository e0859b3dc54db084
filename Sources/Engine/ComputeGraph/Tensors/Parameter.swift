/// A trainable tensor of a network.
public struct Parameter: Hashable, Sendable {
  /// How a parameter is used, which decides its layout in the engine.
  public enum Role: Hashable, Sendable {
    /// [outputs, inputs, depth, height, width]
    case convolutionWeight
    /// [inputs, outputs, depth, height, width]
    case transposedConvolutionWeight
    /// [channels]: a bias, or the scale or bias of a normalisation.
    case perChannel
  }

  /// How a parameter starts.
  public enum Initializer: Hashable, Sendable {
    case constant(Float)
    /// Normal with variance 2 / ((1 + slope²) · fan in). Source: He et al. 2015, arXiv:1502.01852.
    case heNormal(fanIn: Int, slope: Float)
  }

  /// The path of the layer that owns it, such as `encoder.stem.convs.0.conv.weight`: stable, the name in model files.
  public var name: String
  public var role: Role
  /// As PyTorch stores it; convolution weights always with three spatial axes here.
  public var shape: [Int]
  public var initializer: Initializer

  public init(name: String, role: Role, shape: [Int], initializer: Initializer) {
    self.name = name
    self.role = role
    self.shape = shape
    self.initializer = initializer
  }

  public var count: Int { shape.reduce(1, *) }
}
