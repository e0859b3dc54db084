/// The real-valued types that voxels may have in a file.
public enum VoxelType: String, Hashable, Sendable, CaseIterable {
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64, float32, float64
  /// IEEE 754's binary128.
  case float128

  /// The bytes of one voxel.
  public var size: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    case .float128: 16
    }
  }

  public var isInteger: Bool {
    switch self {
    case .float32, .float64, .float128: false
    default: true
    }
  }
}
