/// The distance between neighbouring voxels in mm, axis order (depth, height, width) = (z, y, x).
public struct Spacing: Hashable, Sendable, Codable {
  public var depth: Double
  public var height: Double
  public var width: Double

  public init(depth: Double, height: Double, width: Double) {
    self.depth = depth
    self.height = height
    self.width = width
  }

  public init(_ depth: Double, _ height: Double, _ width: Double) {
    self.init(depth: depth, height: height, width: width)
  }

  /// The three distances in mm, slowest axis first.
  public var axes: [Double] { [depth, height, width] }

  /// The distance in mm along an axis: 0 is depth (z), 1 height (y), 2 width (x).
  public subscript(axis: Int) -> Double {
    get { axis == 0 ? depth : axis == 1 ? height : width }
    set {
      switch axis {
      case 0: depth = newValue
      case 1: height = newValue
      default: width = newValue
      }
    }
  }

  /// The volume of one voxel in millilitres.
  public var voxelVolumeInMillilitres: Double { depth * height * width / 1000 }

  public init(from decoder: any Decoder) throws {
    let axes = try [Double](from: decoder)
    guard axes.count == 3 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "expected three distances [z, y, x]"))
    }
    self.init(axes[0], axes[1], axes[2])
  }

  public func encode(to encoder: any Encoder) throws { try axes.encode(to: encoder) }
}
