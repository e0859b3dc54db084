/// The place of a voxel in a grid, axis order (depth, height, width) = (z, y, x), the first voxel at (0, 0, 0).
///
/// May lie outside the grid, where a patch begins before it.
public struct VoxelIndex: Hashable, Sendable, Codable {
  public var z: Int
  public var y: Int
  public var x: Int

  public init(_ z: Int, _ y: Int, _ x: Int) {
    self.z = z
    self.y = y
    self.x = x
  }

  /// The first voxel of every grid.
  public static let zero = VoxelIndex(0, 0, 0)

  /// The three numbers, slowest axis first.
  public var axes: [Int] { [z, y, x] }

  /// The place along an axis: 0 is depth (z), 1 height (y), 2 width (x).
  public subscript(axis: Int) -> Int {
    get { axis == 0 ? z : axis == 1 ? y : x }
    set {
      switch axis {
      case 0: z = newValue
      case 1: y = newValue
      default: x = newValue
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let axes = try [Int](from: decoder)
    guard axes.count == 3 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "expected three places [z, y, x]"))
    }
    self.init(axes[0], axes[1], axes[2])
  }

  public func encode(to encoder: any Encoder) throws { try axes.encode(to: encoder) }
}

extension VoxelIndex: CustomStringConvertible {
  public var description: String { "(\(z), \(y), \(x))" }
}

extension Extent {
  /// The offset of a voxel in C order, x fastest.
  public func offset(_ index: VoxelIndex) -> Int { offset(index.z, index.y, index.x) }

  /// Whether a voxel lies in a grid of this size.
  public func contains(_ index: VoxelIndex) -> Bool {
    (0..<3).allSatisfy { index[$0] >= 0 && index[$0] < self[$0] }
  }
}
