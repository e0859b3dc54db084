/// The size of a three-dimensional grid in voxels, axis order (depth, height, width) = (z, y, x).
///
/// A two-dimensional image is an extent of depth 1.
public struct Extent: Hashable, Sendable, Codable {
  public var depth: Int
  public var height: Int
  public var width: Int

  public init(depth: Int, height: Int, width: Int) {
    self.depth = depth
    self.height = height
    self.width = width
  }

  public init(_ depth: Int, _ height: Int, _ width: Int) {
    self.init(depth: depth, height: height, width: width)
  }

  /// The number of voxels.
  public var count: Int { depth * height * width }

  /// The three sizes, slowest axis first.
  public var axes: [Int] { [depth, height, width] }

  /// The size along an axis: 0 is depth (z), 1 height (y), 2 width (x).
  public subscript(axis: Int) -> Int {
    get { axis == 0 ? depth : axis == 1 ? height : width }
    set {
      switch axis {
      case 0: depth = newValue
      case 1: height = newValue
      default: width = newValue
      }
    }
  }

  /// The offset of voxel (z, y, x) in C order, x fastest.
  @inlinable
  public func offset(_ z: Int, _ y: Int, _ x: Int) -> Int { (z * height + y) * width + x }

  public init(from decoder: any Decoder) throws {
    let axes = try [Int](from: decoder)
    guard axes.count == 3 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "expected three sizes [z, y, x]"))
    }
    self.init(axes[0], axes[1], axes[2])
  }

  public func encode(to encoder: any Encoder) throws { try axes.encode(to: encoder) }
}

extension Extent: CustomStringConvertible {
  public var description: String { "\(depth)x\(height)x\(width)" }
}
