/// The shape of a feature map: N, C, D, H, W.
///
/// Two-dimensional maps have depth 1.
public struct Shape: Hashable, Sendable {
  public var batch: Int
  public var channels: Int
  public var depth: Int
  public var height: Int
  public var width: Int

  public init(batch: Int, channels: Int, depth: Int, height: Int, width: Int) {
    self.batch = batch
    self.channels = channels
    self.depth = depth
    self.height = height
    self.width = width
  }

  /// Voxels of one sample and channel.
  public var voxels: Int { depth * height * width }

  /// All elements.
  public var count: Int { batch * channels * voxels }

  /// The three spatial sizes, slowest axis first.
  public var spatial: Window { Window(depth, height, width) }

  /// The same place and batch with other channels.
  public func with(channels: Int) -> Shape {
    var shape = self
    shape.channels = channels
    return shape
  }

  /// The same for another number of samples.
  public func with(batch: Int) -> Shape {
    var shape = self
    shape.batch = batch
    return shape
  }

  /// The same batch and channels on a grid of another size.
  public func with(spatial: Window) -> Shape {
    Shape(
      batch: batch, channels: channels, depth: spatial.depth, height: spatial.height,
      width: spatial.width)
  }
}

extension Shape: CustomStringConvertible {
  public var description: String { "\(batch)x\(channels)x\(depth)x\(height)x\(width)" }
}
