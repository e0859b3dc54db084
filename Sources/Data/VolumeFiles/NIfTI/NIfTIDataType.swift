/// The real-valued types that voxels of a NIfTI file may have.
///
/// Raw values are NIfTI's datatype codes.
public enum NIfTIDataType: Int, Hashable, Sendable, CaseIterable {
  case uint8 = 2
  case int16 = 4
  case int32 = 8
  case float32 = 16
  case float64 = 64
  case int8 = 256
  case uint16 = 512
  case uint32 = 768
  case int64 = 1024
  case uint64 = 1280
  case float128 = 1536

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

  /// Why a datatype code cannot be read, in words for people.
  static func reasonToRefuse(code: Int) -> String {
    switch code {
    case 0: "the header does not say which data type the voxels have"
    case 1: "voxels of one bit (datatype 1) are not supported; convert them to uint8"
    case 32, 1792, 2048:
      "the voxels are complex numbers; save magnitude or phase as real numbers first"
    case 128, 2304: "the voxels are RGB colours; save one channel a volume as numbers first"
    default: "data type \(code) is not a NIfTI data type"
    }
  }
}
